import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import {
  createJobQueue,
  type Database,
  inTransaction,
  type JobQueue,
  openDatabase,
} from './index.ts';
import { createTestDb, EVENTUALLY, type TestDb } from './test-db.ts';

let testDb: TestDb;
let database: Database;
let jobs: JobQueue;

beforeAll(async () => {
  testDb = await createTestDb();
  database = openDatabase(testDb.url);
});
afterAll(async () => {
  await database.close();
  await testDb.close();
});
beforeEach(async () => {
  jobs = createJobQueue(database);
  await database.pool.query('DELETE FROM pgboss.job');
  return () => jobs.close();
});

const tent = (tentId: string) => ({ workspaceId: 'w', tentId });
const queued = async () => {
  const { rows } = await database.pool.query<{ tent: string }>(
    `SELECT data->>'tentId' AS tent FROM pgboss.job ORDER BY created_on`,
  );
  return rows.map((row) => row.tent);
};
const enqueue = (tentId: string) =>
  inTransaction(database.pool, (tx) => jobs.enqueue(tx, 'tent.generate', { data: tent(tentId) }));

test('a job is queued with its transaction, or not at all', async () => {
  await enqueue('a');
  const broken = inTransaction(database.pool, async (tx) => {
    await jobs.enqueue(tx, 'tent.generate', { data: tent('b') });
    throw new Error('Changed my mind.');
  });

  await expect(broken).rejects.toThrow('Changed my mind.');
  expect(await queued()).toEqual(['a']);
});

test('of jobs that ought to be there, those that are missing are queued', async () => {
  await enqueue('a');
  const ensure = (ids: string[]) =>
    inTransaction(database.pool, (tx) => jobs.enqueueMissing(tx, 'tent.generate', ids.map(tent)));

  expect(await ensure(['a', 'b', 'c'])).toBe(2);
  expect(await ensure(['a', 'b', 'c'])).toBe(0);

  expect((await queued()).toSorted()).toEqual(['a', 'b', 'c']);
});

test('a job whose handler throws runs again; one that is done does not', async () => {
  const seen: string[] = [];
  await enqueue('a');

  await jobs.work('tent.generate', { concurrency: 1 }, async ({ tentId }) => {
    seen.push(tentId);
    if (seen.length === 1) throw new Error('Not yet.');
  });

  await vi.waitFor(() => expect(seen).toEqual(['a', 'a']), EVENTUALLY);
  await enqueue('b');
  await vi.waitFor(() => expect(seen).toEqual(['a', 'a', 'b']), EVENTUALLY);
});

test('a queue that could not begin to work closes all the same', async () => {
  const url = testDb.url.replace(/:\d+\//, ':1/');
  const broken = createJobQueue({ pool: database.pool, url });

  const working = broken.work('tent.generate', { concurrency: 1 }, async () => {});

  await expect(working).rejects.toThrow('ECONNREFUSED');
  await expect(broken.close()).resolves.toBeUndefined();
});
