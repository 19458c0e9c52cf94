import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { installJobQueue } from './job-queue.ts';
import { SetupError } from './setup-error.ts';

/** Anything that answers a query: a client, a pool, a connection of a pool. */
export type Queryable = { query(sql: string): Promise<{ rows: unknown[] }> };

export const MIGRATIONS_DIR = path.resolve(import.meta.dirname, '../prisma/migrations');

const CONNECT_TIMEOUT_MS = 5_000;
const LOCK_RETRY_MS = 100;
// An arbitrary number that means "migrating this database" to every Tented process.
const MIGRATION_LOCK = 7_461_330_001;

/** Everything that code expects of a database: its tables, and the queues of its jobs. */
export async function prepareDatabase(databaseUrl: string): Promise<{ applied: string[] }> {
  const migrated = await migrate(databaseUrl);
  await installJobQueue(databaseUrl);
  return migrated;
}

/**
 * Brings the database up to the newest migration, like `prisma migrate deploy`. Any
 * number of processes may call this at once: one migrates, the others wait for it.
 */
export async function migrate(
  databaseUrl: string,
  migrationsDir: string = MIGRATIONS_DIR,
): Promise<{ applied: string[] }> {
  const client = await connect(databaseUrl);
  try {
    await refuseEdited(client, migrationsDir);
    // Most starts end here, without the cost of the engine or the lock.
    if ((await pendingMigrations(client, migrationsDir)).length === 0) return { applied: [] };

    await lock(client);
    if ((await pendingMigrations(client, migrationsDir)).length === 0) return { applied: [] };
    const interrupted = await listInterrupted(client);
    return { applied: await applyMigrations({ databaseUrl, migrationsDir, interrupted }) };
  } finally {
    // The lock goes with the connection.
    await client.end();
  }
}

/** Migrations this code comes with that the database has not finished, oldest first. */
export async function pendingMigrations(
  database: string | Queryable,
  migrationsDir: string = MIGRATIONS_DIR,
): Promise<string[]> {
  if (typeof database !== 'string') {
    const [names, finished] = await Promise.all([
      listMigrations(migrationsDir),
      listFinished(database),
    ]);
    return names.filter((name) => !finished.has(name));
  }

  const client = await connect(database);
  try {
    return await pendingMigrations(client, migrationsDir);
  } finally {
    await client.end();
  }
}

/** Names of the migrations in the folder, oldest first. */
export async function listMigrations(migrationsDir: string): Promise<string[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true });

  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}

/** The folder as Prisma's engine wants it: already read, since the engine has no files. */
export async function readMigrations(migrationsDir: string): Promise<MigrationList> {
  const names = await listMigrations(migrationsDir);
  const lockfile = await readFile(path.join(migrationsDir, 'migration_lock.toml'), 'utf8');
  const migrationDirectories = names.map(async (name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: {
        tag: 'ok' as const,
        value: await readFile(path.join(migrationsDir, name, 'migration.sql'), 'utf8'),
      },
    },
  }));

  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: lockfile },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(migrationDirectories),
  };
}

type Application = { databaseUrl: string; migrationsDir: string; interrupted: string[] };

async function applyMigrations(application: Application): Promise<string[]> {
  const { databaseUrl, migrationsDir, interrupted } = application;
  // Loaded only when needed: the engine is 4 MB that most starts never look at.
  const { openSchemaEngine } = await import('./schema-engine.ts');
  await using open = await openSchemaEngine(databaseUrl);
  for (const migrationName of interrupted) {
    await open.engine.markMigrationRolledBack({ migrationName });
  }
  const { appliedMigrationNames } = await open.engine.applyMigrations({
    migrationsList: await readMigrations(migrationsDir),
    filters: { externalTables: [], externalEnums: [] },
  });
  return appliedMigrationNames;
}

/** With the SHA-256 that Prisma keeps of what it ran, by name. */
async function listFinished(database: Queryable): Promise<Map<string, string>> {
  const recorded = await listRecorded(database, 'finished_at IS NOT NULL');
  return new Map(recorded.map(({ name, checksum }) => [name, checksum]));
}

/**
 * A migration that was edited after this database had applied it would never be applied again:
 * the code would expect what the database lacks.
 */
async function refuseEdited(database: Queryable, migrationsDir: string): Promise<void> {
  const finished = await listFinished(database);
  for (const name of await listMigrations(migrationsDir)) {
    const checksum = finished.get(name);
    if (checksum === undefined) continue;
    const script = await readFile(path.join(migrationsDir, name, 'migration.sql'));
    if (createHash('sha256').update(script).digest('hex') !== checksum) {
      throw new SetupError(
        `This database has applied another version of the migration ${name}. ` +
          'Run the version of Tented that made it, or start with an empty database.',
      );
    }
  }
}

/**
 * Begun and never finished, by a process that died or a statement that failed. A
 * migration is sent as one script and so is one transaction: nothing of it is left, and
 * it may be tried again.
 */
async function listInterrupted(database: Queryable): Promise<string[]> {
  return (await listRecorded(database, 'finished_at IS NULL')).map(({ name }) => name);
}

type Recorded = { name: string; checksum: string };

async function listRecorded(database: Queryable, condition: string): Promise<Recorded[]> {
  const table = await database.query(`SELECT to_regclass('_prisma_migrations') AS name`);
  if ((table.rows[0] as { name: string | null }).name === null) return [];

  const { rows } = await database.query(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations
      WHERE rolled_back_at IS NULL AND ${condition}`,
  );
  return rows as Recorded[];
}

// Asking again and again instead of waiting inside PostgreSQL: a statement that waits
// holds a snapshot, and CREATE INDEX CONCURRENTLY would wait for it forever.
async function lock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ isMine: boolean }>(
      `SELECT pg_try_advisory_lock($1) AS "isMine"`,
      [MIGRATION_LOCK],
    );
    if (rows[0]?.isMine) return;
    await sleep(LOCK_RETRY_MS);
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  // Whatever breaks the connection also fails the query that is under way.
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (cause) {
    throw new SetupError(
      `Cannot reach the database ${withoutPassword(databaseUrl)}: ${reasonOf(cause)}. ` +
        'Check DATABASE_URL and that PostgreSQL runs there.',
      { cause },
    );
  }
  return client;
}

// Node reports a host with several addresses as one error without a message of its own.
function reasonOf(cause: unknown): string {
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  return first instanceof Error ? first.message : String(first);
}

function withoutPassword(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return 'named by DATABASE_URL';
  const { host, pathname } = new URL(databaseUrl);
  return host + pathname;
}
