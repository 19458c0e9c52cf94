import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { migrate, pendingMigrations } from './migrate.ts';
import { createTestDb } from './test-db.ts';

const TENT = `
  -- A semicolon in a comment; and one in a function.
  CREATE TABLE tent (id int PRIMARY KEY);
  CREATE FUNCTION two() RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM 1; RETURN 2; END $$;`;

async function migrationsDir(migrations: Record<string, string>) {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'migrations-'));
  await fs.writeFile(path.join(dir, 'migration_lock.toml'), 'provider = "postgresql"\n');
  const write = async (name: string, sql: string) => {
    await fs.mkdir(path.join(dir, name), { recursive: true });
    await fs.writeFile(path.join(dir, name, 'migration.sql'), sql);
  };
  for (const [name, sql] of Object.entries(migrations)) await write(name, sql);

  const remove = () => fs.rm(dir, { recursive: true });
  return { dir, write, [Symbol.asyncDispose]: remove };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('migrate', () => {
  test('a test database is up to date', async () => {
    await using db = await createTestDb();

    expect(await pendingMigrations(db.url)).toEqual([]);
  });

  test('the second time there is nothing left to do', async () => {
    await using db = await createTestDb({ isEmpty: true });
    await using folder = await migrationsDir({ '0001_tent': TENT });

    expect(await pendingMigrations(db.url, folder.dir)).toEqual(['0001_tent']);
    expect(await migrate(db.url, folder.dir)).toEqual({ applied: ['0001_tent'] });
    expect(await pendingMigrations(db.url, folder.dir)).toEqual([]);
    expect(await migrate(db.url, folder.dir)).toEqual({ applied: [] });
    expect(await query(db.url, 'SELECT two()')).toEqual([{ two: 2 }]);
  });

  test('only what is new is applied, in the order of the names', async () => {
    await using db = await createTestDb({ isEmpty: true });
    await using folder = await migrationsDir({ '0001_tent': TENT });
    await migrate(db.url, folder.dir);
    await folder.write('0003_more', 'ALTER TABLE peg ADD COLUMN length int');
    await folder.write('0002_peg', 'CREATE TABLE peg (id int)');

    expect(await migrate(db.url, folder.dir)).toEqual({ applied: ['0002_peg', '0003_more'] });
  });

  test('one that was edited after it had been applied is refused by name', async () => {
    await using db = await createTestDb({ isEmpty: true });
    await using folder = await migrationsDir({ '0001_tent': TENT });
    await migrate(db.url, folder.dir);
    await folder.write('0001_tent', `${TENT} CREATE TABLE forgotten (id int);`);
    await folder.write('0002_peg', 'CREATE TABLE peg (id int)');

    await expect(migrate(db.url, folder.dir)).rejects.toThrow(/another version .* 0001_tent/);
    expect(await query(db.url, `SELECT to_regclass('peg') AS peg`)).toEqual([{ peg: null }]);
  });

  test('of several at once one applies them and the others wait for it', async () => {
    await using db = await createTestDb({ isEmpty: true });
    await using folder = await migrationsDir({ '0001_tent': `${TENT} SELECT pg_sleep(0.2);` });

    const results = await Promise.all(
      [1, 2, 3].map(async () => {
        const { applied } = await migrate(db.url, folder.dir);
        return { applied, pending: await pendingMigrations(db.url, folder.dir) };
      }),
    );
    expect(results.map(({ applied }) => applied.length).toSorted()).toEqual([0, 0, 1]);
    expect(results.map(({ pending }) => pending.length)).toEqual([0, 0, 0]);
  });

  test('a migration that fails says why, leaves nothing behind and can be mended', async () => {
    await using db = await createTestDb({ isEmpty: true });
    const half = 'CREATE TABLE first (id int); CREATE TABLE second (id no_such_type);';
    await using folder = await migrationsDir({ '0001_half': half });

    await expect(migrate(db.url, folder.dir)).rejects.toThrow('"no_such_type" does not exist');
    expect(await query(db.url, `SELECT to_regclass('first') AS name`)).toEqual([{ name: null }]);
    expect(await pendingMigrations(db.url, folder.dir)).toEqual(['0001_half']);

    await folder.write('0001_half', half.replace('no_such_type', 'int'));
    expect(await migrate(db.url, folder.dir)).toEqual({ applied: ['0001_half'] });
  });

  test('a database that does not answer is named, its password is not', async () => {
    const error = await migrate('postgresql://someone:hidden@127.0.0.1:1/tented').catch(
      (caught: unknown) => caught,
    );

    expect(String(error)).toContain('Cannot reach the database 127.0.0.1:1/tented');
    expect(String(error)).toContain('DATABASE_URL');
    expect(String(error)).not.toContain('hidden');
  });
});
