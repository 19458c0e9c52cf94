import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GENERATION_LIMITS, type GenerationLimits, queueLostTents } from '@tented/core';
import { openEmbedded } from '@tented/db/embedded';
import { prepareDatabase } from '@tented/db/migrate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { creditsUsed } from './support/evidence.ts';
import { STARTS_PROCESSES, startWorkerProcess, type WorkerProcess } from './support/process.ts';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

let dir: string;
let world: TestApp;
let person: TestMember;
let member: TestMember;
let workers: WorkerProcess[] = [];

vi.setConfig(STARTS_PROCESSES);

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tented-worker-'));
  world = await openTestApp();
  person = await world.signUp();
  // As short as a dead worker's silence can be, so that tests need not wait for it.
  await world.database.pool.query('UPDATE pgboss.queue SET heartbeat_seconds = 1');
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  member = await world.signUp({ as: person });
});
afterEach(async () => {
  for (const { child } of workers) child.kill('SIGKILL');
  await Promise.all(workers.map(({ ended }) => ended));
  workers = [];
});

const HASTY = { ...GENERATION_LIMITS, leaseMs: 600, retryPauseMs: 50 };
const PATIENT = { timeout: 30_000, interval: 50 };

async function startWorker(
  generator: string,
  { limits = HASTY, url = world.database.url }: { limits?: GenerationLimits; url?: string } = {},
): Promise<WorkerProcess> {
  const worker = await startWorkerProcess([url, generator, JSON.stringify(limits)]);
  workers.push(worker);
  return worker;
}

type Caller = {
  call(request: {
    method?: 'POST';
    url: string;
    payload?: object;
  }): Promise<{ statusCode: number; body: string; json(): any }>;
};

const create = async (prompt: string, by: Caller = member): Promise<string> => {
  const payload = { name: 'Spring', prompt };
  const response = await by.call({ method: 'POST', url: '/v1/tents', payload });
  expect(response.statusCode, response.body).toBe(202);
  return response.json().id;
};
/** One after the other: a burst is more than a busy machine takes without refusing some of it. */
async function createAll(prompts: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const prompt of prompts) ids.push(await create(prompt));
  return ids;
}
const statusOf = async (id: string, by: Caller = member): Promise<string> =>
  (await by.call({ url: `/v1/tents/${id}` })).json().status;
const becomes = (id: string, status: string, by: Caller = member) =>
  vi.waitFor(async () => expect(await statusOf(id, by)).toBe(status), PATIENT);
const generationsOf = (tentId: string) =>
  world.database.db.generation.findMany({ where: { tentId } });

test('several workers share the work: each page is made once, edits of a tent in order', async () => {
  const crowd = await Promise.all([
    startWorker('quick'),
    startWorker('quick'),
    startWorker('quick'),
  ]);
  const prompts = Array.from({ length: 30 }, (_, index) => `Page ${index}`);
  const ids = await createAll(prompts);
  const edits = ['Edit 1', 'Edit 2', 'Edit 3'];
  for (const prompt of edits) {
    const url = `/v1/tents/${ids[0]}/edit`;
    await member.call({ method: 'POST', url, payload: { prompt } });
  }

  for (const id of ids) await becomes(id, 'completed');

  const begun = crowd.flatMap((worker) => worker.begun());
  expect(begun.toSorted()).toEqual([...prompts, ...edits].toSorted());
  const generations = await world.database.db.generation.findMany({
    where: { tentId: ids[0]! },
    orderBy: { completedAt: 'asc' },
  });
  expect(generations.map(({ prompt }) => prompt)).toEqual(['Page 0', ...edits]);
  expect(await creditsUsed(world, member)).toBe(33);
});

test('a worker with more to do than it does at once does not rest in between', async () => {
  const ids = await createAll(Array.from({ length: 40 }, (_, index) => `Page ${index}`));

  await startWorker('quick');
  for (const id of ids) await becomes(id, 'completed');

  const generations = await world.database.db.generation.findMany({
    where: { workspaceId: member.workspaceId },
    orderBy: { completedAt: 'asc' },
  });
  const moments = generations.map(({ completedAt }) => completedAt!.getTime());
  const gaps = moments.slice(1).map((moment, index) => moment - moments[index]!);
  // Four at once are ten rounds; a rest after each would be nine gaps of a second.
  expect(gaps.filter((ms) => ms > 900).length).toBeLessThan(5);
});

test('kill -9 in the middle of a page: another worker makes it; one page, charged once', async () => {
  const first = await startWorker('hanging');
  const id = await create('A page.');
  await vi.waitFor(() => expect(first.begun()).toEqual(['A page.']), PATIENT);
  expect(await statusOf(id)).toBe('generating');

  first.child.kill('SIGKILL');
  await first.ended;
  const second = await startWorker('quick');

  await becomes(id, 'completed');
  expect(second.begun()).toEqual(['A page.']);
  expect(await generationsOf(id)).toMatchObject([{ status: 'completed', attempts: 2 }]);
  expect(await creditsUsed(world, member)).toBe(1);
});

describe('a generator that', () => {
  test('always fails is tried three times; then the credit comes back, once', async () => {
    const worker = await startWorker('failing');
    const id = await create('A page.');

    await becomes(id, 'failed');

    expect(worker.begun()).toHaveLength(3);
    expect(await generationsOf(id)).toMatchObject([{ status: 'failed', attempts: 3 }]);
    expect(await creditsUsed(world, member)).toBe(0);
    const refunds = await world.database.db.creditEntry.count({
      where: { workspaceId: member.workspaceId, kind: 'refund' },
    });
    expect(refunds).toBe(1);
  });

  test('hangs is left behind when its time is over, and the worker goes on', async () => {
    const limits = { ...HASTY, generationMs: 1_000 };
    await startWorker('hanging', { limits });
    const [first, second] = [await create('A page.'), await create('Another.')];

    await becomes(first, 'failed');
    await becomes(second, 'failed');

    const [generation] = await generationsOf(first);
    const tookMs = generation!.completedAt!.getTime() - generation!.startedAt!.getTime();
    expect(tookMs).toBeGreaterThanOrEqual(limits.generationMs);
    expect(tookMs).toBeLessThan(2 * limits.generationMs);
    expect(await creditsUsed(world, member)).toBe(0);
  });
});

test('a job that the queue has lost is found by the next look for it', async () => {
  const id = await create('A page.');
  await world.database.pool.query('DELETE FROM pgboss.job');
  await startWorker('quick');

  const { pool, jobs } = world.services;
  expect(await queueLostTents({ pool, jobs }, new Date(Date.now() + 61_000))).toBe(1);

  await becomes(id, 'completed');
});

test('PostgreSQL dies while a page is made: the page is kept, and the worker goes on', async () => {
  const dataDir = path.join(dir, 'postgres-that-dies');
  const postgres = await openEmbedded({ dataDir });
  await prepareDatabase(postgres.url);
  const other = await openTestApp({ url: postgres.url });
  const owner = await other.signUp();
  const customer = await callerOver(other.app, owner.secret);
  // Longer than it takes PostgreSQL to come back: nobody else is to make the page.
  const worker = await startWorker('taking two seconds', {
    limits: { ...HASTY, leaseMs: 20_000 },
    url: postgres.url,
  });
  const id = await create('A page.', customer);
  await vi.waitFor(() => expect(worker.begun()).toHaveLength(1), PATIENT);

  const pidFile = path.join(dataDir, 'postgres/postmaster.pid');
  process.kill(Number((await readFile(pidFile, 'utf8')).split('\n')[0]), 'SIGKILL');

  await becomes(id, 'completed', customer);
  const later = await vi.waitFor(() => create('Another.', customer), PATIENT);
  await becomes(later, 'completed', customer);
  expect(worker.begun()).toEqual(['A page.', 'Another.']);
  expect(await creditsUsed(other, owner)).toBe(2);
  worker.child.kill('SIGKILL');
  await worker.ended;
  await other[Symbol.asyncDispose]();
  await postgres.close();
});

/**
 * A caller with a connection. One that is injected has none to be closed, and waits for ever when
 * nobody can tell what became of its request: the commit under way when PostgreSQL was killed.
 */
async function callerOver(app: TestApp['app'], secret: string): Promise<Caller> {
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    async call({ method = 'GET', url, payload }) {
      const response = await fetch(address + url, {
        method,
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        ...(payload && { body: JSON.stringify(payload) }),
      });
      const body = await response.text();
      return { statusCode: response.status, body, json: () => JSON.parse(body) };
    },
  };
}
