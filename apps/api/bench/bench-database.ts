import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { openEmbedded } from '@tented/db/embedded';
import pg from 'pg';
import { makeWorld, type Tenant } from './world.ts';

/** One PostgreSQL for the whole run, with the settings that the product ships, and durable. */
export type BenchDatabase = AsyncDisposable & {
  tenants: Tenant[];
  version: string;
  /** A new copy of the world, and a way to look into it. */
  copy(): Promise<BenchCopy>;
};

export type BenchCopy = AsyncDisposable & { url: string; count(table: string): Promise<number> };

const TEMPLATE = 'bench_template';
const PARENT_DIR = path.resolve(import.meta.dirname, '../../../.data');

export async function openBenchDatabase(): Promise<BenchDatabase> {
  await mkdir(PARENT_DIR, { recursive: true });
  const dataDir = await mkdtemp(path.join(PARENT_DIR, 'bench-'));
  const { url, close } = await openEmbedded({ dataDir });
  const maintain = (sql: string) => execute(urlOf(url, 'postgres'), sql);
  await maintain(`CREATE DATABASE ${TEMPLATE} TEMPLATE template0`);
  const tenants = await makeWorld(urlOf(url, TEMPLATE));
  const [{ server_version: version = '' } = {}] = await maintain('SHOW server_version');
  let copies = 0;

  return {
    tenants,
    version,
    async copy() {
      copies += 1;
      const name = `bench_${copies}`;
      await maintain(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY FILE_COPY`);
      await maintain('CHECKPOINT');
      return {
        url: urlOf(url, name),
        count: async (table) => {
          const [row] = await execute(urlOf(url, name), `SELECT count(*) AS rows FROM ${table}`);
          return Number(row?.['rows']);
        },
        [Symbol.asyncDispose]: async () => {
          await maintain(`DROP DATABASE ${name} WITH (FORCE)`);
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function execute(url: string, sql: string): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, string>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
