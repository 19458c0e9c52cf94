import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { prepareCluster, SUPERUSER, type ClusterOptions } from './embedded/cluster.ts';
import { keepRunning } from './embedded/keeper.ts';

/** `url` leads to the database `tented`; its port stays the same until closed. */
export type EmbeddedPostgres = { url: string; close(): Promise<void> };

export type EmbeddedOptions = ClusterOptions;

const DATABASE = 'tented';
const DUPLICATE_DATABASE = new Set(['42P04', '23505']);
// For data that is thrown away: a crash may cost it all.
const TEMPORARY_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_wal_size: '128MB',
};
const MEMORY_DIR = '/dev/shm';
const MEMORY_FREE_BYTES_MIN = 4 * 1024 ** 3;

/**
 * A PostgreSQL of our own in the data directory: created when it is not there, joined
 * when it runs, started when it does not, started again when it dies. Several processes
 * may have it open; the last one to close it stops it. `settings` are PostgreSQL's
 * parameters, and count for whoever starts it.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { onProgress = () => {} } = options;
  const cluster = await prepareCluster(options);
  const keeper = await keepRunning({ cluster, onProgress });
  const server = `postgresql://${SUPERUSER}:${cluster.password}@127.0.0.1:${keeper.port}`;
  try {
    await createDatabase(`${server}/postgres`);
  } catch (error) {
    await keeper.close();
    throw error;
  }

  return { url: `${server}/${DATABASE}`, close: () => keeper.close() };
}

export type TemporaryPostgres = EmbeddedPostgres & AsyncDisposable;

/** A PostgreSQL in a new directory that goes away with it. Fast, and not durable. */
export async function openTemporary(): Promise<TemporaryPostgres> {
  const parent = await fs.mkdtemp(path.join(await findTemporaryDir(), 'tented-'));
  // The user that PostgreSQL runs as has to pass.
  await fs.chmod(parent, 0o711);
  const dataDir = path.join(parent, 'data');
  const remove = () => fs.rm(parent, { recursive: true, force: true });
  try {
    const { url, close } = await openEmbedded({ dataDir, settings: TEMPORARY_SETTINGS });
    const closeAndRemove = async () => {
      try {
        await close();
      } finally {
        await remove();
      }
    };
    return { url, close: closeAndRemove, [Symbol.asyncDispose]: closeAndRemove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** In memory where there is plenty of it: copying a database takes a tenth of the time. */
export async function findTemporaryDir(): Promise<string> {
  if (process.env['TMPDIR']) return os.tmpdir();

  const memory = await fs.statfs(MEMORY_DIR).catch(() => undefined);
  const freeBytes = memory === undefined ? 0 : memory.bavail * memory.bsize;
  return freeBytes >= MEMORY_FREE_BYTES_MIN ? MEMORY_DIR : os.tmpdir();
}

async function createDatabase(maintenanceUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [
      DATABASE,
    ]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0`);
  } catch (error) {
    // Another process was faster.
    if (!(error instanceof pg.DatabaseError && DUPLICATE_DATABASE.has(error.code ?? ''))) {
      throw error;
    }
  } finally {
    await client.end();
  }
}
