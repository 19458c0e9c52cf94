import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { listMigrations, MIGRATIONS_DIR, readMigrations } from '../src/migrate.ts';
import { openSchemaEngine } from '../src/schema-engine.ts';

const USAGE = `node scripts/diff.ts [name] [--check]
  prints the SQL that leads from prisma/migrations to prisma/schema; nothing when they agree
  name      writes that SQL to the next prisma/migrations/<number>_<name>/migration.sql
  --check   exits 1 when there is any
It works in a database of its own, on the server of DATABASE_URL or on a temporary one.`;

const SCHEMA_DIR = path.resolve(import.meta.dirname, '../prisma/schema');
const NUMBER_DIGITS = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
});

if (values.help || positionals.length > 1) {
  console.log(USAGE);
} else {
  const sql = await withServer((serverUrl) => withScratchDatabase(serverUrl, diff));
  const [name] = positionals;
  if (sql !== '') {
    console.log(sql);
    if (name !== undefined) console.error(`Wrote ${await writeMigration(name, sql)}`);
  }
  if (values.check && sql !== '') {
    console.error('prisma/schema and prisma/migrations differ. Run: node scripts/diff.ts <name>');
    process.exitCode = 1;
  }
}

async function diff(databaseUrl: string): Promise<string> {
  await using open = await openSchemaEngine(databaseUrl);
  const { stdout } = await open.engine.diff({
    from: { tag: 'migrations', ...(await readMigrations(MIGRATIONS_DIR)) },
    to: { tag: 'schemaDatamodel', files: await readSchema() },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  // The engine says in a comment that there is nothing to say.
  const isEmpty = stdout === null || /^\s*-- This is an empty migration\.\s*$/.test(stdout);
  return isEmpty ? '' : `${stdout.trim()}\n`;
}

async function readSchema(): Promise<{ path: string; content: string }[]> {
  const names = await readdir(SCHEMA_DIR);
  const files = names
    .filter((name) => name.endsWith('.prisma'))
    .toSorted()
    .map(async (name) => {
      const file = path.join(SCHEMA_DIR, name);
      return { path: file, content: await readFile(file, 'utf8') };
    });

  return Promise.all(files);
}

async function writeMigration(name: string, sql: string): Promise<string> {
  if (!/^[a-z0-9_]+$/.test(name)) {
    throw new Error(`A migration's name has small letters, digits and underscores: ${name}`);
  }
  const numbers = (await listMigrations(MIGRATIONS_DIR)).map((dir) => Number.parseInt(dir, 10));
  const next = String(Math.max(0, ...numbers) + 1).padStart(NUMBER_DIGITS, '0');
  const dir = path.join(MIGRATIONS_DIR, `${next}_${name}`);
  await mkdir(dir);
  await writeFile(path.join(dir, 'migration.sql'), sql);

  return path.join(dir, 'migration.sql');
}

async function withServer<T>(use: (serverUrl: string) => Promise<T>): Promise<T> {
  const { DATABASE_URL: given } = process.env;
  if (given) return use(given);

  const { openTemporary } = await import('../src/embedded.ts');
  await using server = await openTemporary();
  return await use(server.url);
}

async function withScratchDatabase<T>(
  serverUrl: string,
  use: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  const name = `tented_diff_${process.pid}_${Date.now()}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const admin = new pg.Client({ connectionString: serverUrl });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    return await use(url.href);
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.end();
  }
}
