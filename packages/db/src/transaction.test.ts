import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, inPipelinedTransaction, LostCommit, openDatabase } from './index.ts';
import { createTestDb, type TestDb } from './test-db.ts';

let testDb: TestDb;
let database: Database;

beforeAll(async () => {
  testDb = await createTestDb({ isEmpty: true });
  database = openDatabase(testDb.url);
  await database.pool.query('CREATE TABLE note (id integer PRIMARY KEY)');
});
afterAll(async () => {
  await database.close();
  await testDb.close();
});
beforeEach(() => database.pool.query('DELETE FROM note'));

const INSERT = 'INSERT INTO note SELECT unnest($1::integer[])';

/** Commits behind an INSERT for each of `statements` (their parameters), none of them waited for. */
const insert = (...statements: unknown[][]) =>
  inPipelinedTransaction(database.pool, async (tx) => ({
    result: 'done',
    sent: Promise.all(statements.map((values) => tx.query(INSERT, values))),
  }));

const notes = async () => {
  const { rows } = await database.pool.query<{ id: number }>('SELECT id FROM note ORDER BY id');
  return rows.map(({ id }) => id);
};

test('commits what was sent and not waited for', async () => {
  expect(await insert([[1, 2]], [[3]])).toBe('done');

  expect(await notes()).toEqual([1, 2, 3]);
});

test('a statement that fails on the way to COMMIT takes the others with it', async () => {
  await expect(insert([[1]], [[1]], [[2]])).rejects.toMatchObject({ code: '23505' });
  await expect(insert([[1]], [['x']])).rejects.toMatchObject({ code: '22P02' });

  expect(await notes()).toEqual([]);
  expect(await insert([[1]])).toBe('done');
});

test('nor are the others committed where the driver cannot send one of them', async () => {
  const unwritable = {
    toPostgres() {
      throw new TypeError('Not a parameter.');
    },
  };

  const refused = insert([[1]], [unwritable], [[2]]);

  await expect(refused).rejects.toThrow('Not a parameter.');
  await expect(refused).rejects.not.toBeInstanceOf(LostCommit);
  expect(await notes()).toEqual([]);
});

test('a constraint that is checked at COMMIT rolls back as well', async () => {
  await database.pool.query(`
    CREATE TABLE answer (note_id integer REFERENCES note DEFERRABLE INITIALLY DEFERRED)`);

  const orphan = inPipelinedTransaction(database.pool, async (tx) => ({
    result: 'done',
    sent: Promise.all([tx.query(INSERT, [[7]]), tx.query('INSERT INTO answer VALUES ($1)', [8])]),
  }));

  await expect(orphan).rejects.toMatchObject({ code: '23503' });
  expect(await notes()).toEqual([]);
});
