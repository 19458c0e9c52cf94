import { setTimeout as sleep } from 'node:timers/promises';
import { createMeteredWrites, writeContacts } from '@tented/core';
import { EVENTUALLY } from '@tented/db/test-db';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { call, runClient } from '../torture/clients.ts';
import { type Cluster, openCluster } from '../torture/cluster.ts';
import { isAnswered, type Journal } from '../torture/journal.ts';
import { onStage, type TortureReport } from '../torture/on-stage.ts';
import { createRandom } from '../torture/random.ts';
import { formatReport } from '../torture/report.ts';
import type { Stage } from '../torture/stage.ts';
import { openTestApp } from './support/test-app.ts';

// One fault at a time, on one real server under load; all of them together are the torture's.

const CLIENTS = 24;
/** Seconds each; more where the machine is shared. */
const TIMEOUT_MS = 240_000;
const BYTES_PER_MB = 1_000_000;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await openCluster();
});
afterAll(() => cluster[Symbol.asyncDispose]());

type Scene = Omit<Stage, 'signal'>;

/** Clients on one server while `disturb` does what it does, and until it is over. */
function underLoad(disturb: (scene: Scene) => Promise<void>): Promise<TortureReport> {
  const random = createRandom(7);
  return onStage({ cluster, servers: 1 }, async (scene) => {
    const over = new AbortController();
    const clients = Array.from({ length: CLIENTS }, () =>
      runClient(scene, random.fork(), over.signal),
    );
    await untilServed(scene);
    await disturb(scene);
    over.abort();
    await Promise.all(clients);
  });
}

const served = ({ counts }: Pick<Journal, 'counts'>) =>
  Math.min(counts.get('answered 200') ?? 0, counts.get('answered 202') ?? 0);

/** Reads and writes that are paid for have been answered since. */
async function untilServed({ journal }: Pick<Scene, 'journal'>): Promise<void> {
  const before = served(journal);
  await vi.waitFor(() => expect(served(journal)).toBeGreaterThan(before + 3), { timeout: 15_000 });
}

/** How those were answered that were sent from then on, while it lasted. */
function statusesDuring({ journal }: Pick<Scene, 'journal'>, from: number, to: number) {
  return journal.entries
    .filter(isAnswered)
    .filter(({ sentAt, endedAt }) => sentAt > from && endedAt < to)
    .map(({ outcome }) => outcome.status);
}

describe('PostgreSQL that stands still', () => {
  test(
    '503 with Retry-After meanwhile, 200 again by itself, nothing lost, no memory hoarded',
    async () => {
      let statuses: number[] = [];
      let rssBytesBefore = 0;
      const report = await underLoad(async (scene) => {
        const [server] = scene.fleet.servers;
        rssBytesBefore = server?.rssBytesMax ?? 0;
        const pausedAt = performance.now();
        await cluster.pause();
        await Promise.all([sleep(6_000), sendMany(scene)]);
        const resumedAt = performance.now();
        cluster.resume();
        await untilServed(scene);
        statuses = statusesDuring(scene, pausedAt, resumedAt);
      });

      expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(CLIENTS);
      expect(report.violations, formatReport(report)).toEqual([]);
      expect(report.rssBytesMax - rssBytesBefore).toBeLessThan(200 * BYTES_PER_MB);
    },
    TIMEOUT_MS,
  );

  const MANY = 600;

  /** Far more than there are connections, each told something before the wait is over. */
  async function sendMany(scene: Scene): Promise<void> {
    const random = createRandom(11);
    const url = scene.fleet.servers[0]?.url ?? '';
    const key = scene.world.workspaces[1]?.keys[1] ?? null;
    await Promise.all(
      Array.from({ length: MANY }, (_, n) => {
        const operation = n % 2 === 0 ? 'contact created' : 'credits read';
        return call({ scene, url, key }, { operation }, random);
      }),
    );
  }
});

test(
  'PostgreSQL that is killed and stays away: 503 meanwhile, 200 again by itself, nothing lost',
  async () => {
    let statuses: number[] = [];
    const report = await underLoad(async (scene) => {
      await cluster.takeDown();
      const downAt = performance.now();
      await sleep(4_000);
      statuses = statusesDuring(scene, downAt, performance.now());
      await cluster.letUp();
      await cluster.ready();
      await untilServed(scene);
    });

    expect(statuses.length).toBeGreaterThan(CLIENTS);
    expect(statuses.filter((status) => status < 300)).toEqual([]);
    expect(statuses).toContain(503);
    expect(report.violations, formatReport(report)).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'SIGTERM under load: every open request is answered, and every row has its answer',
  async () => {
    const exitCodes: (number | null)[] = [];
    const report = await underLoad(async ({ fleet }) => {
      for (const server of fleet.servers) exitCodes.push(await fleet.stop(server));
    });

    expect(exitCodes).toEqual([0]);
    expect(report.violations, formatReport(report)).toEqual([]);
    expect(report.rowsUnanswered).toBe(0);
  },
  TIMEOUT_MS,
);

const QUEUED = 40;

test('503: writes that find no room are refused with Retry-After, and the others are done', async () => {
  await using world = await openTestApp();
  const { services, database } = world;
  services.contacts = createMeteredWrites({
    ...services,
    perform: writeContacts,
    queuedMax: QUEUED,
  });
  const { workspaceId, secret } = await world.signUp();
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' });
  let refused = 0;
  const create = async (_: unknown, n: number) => {
    const response = await fetch(`${address}/v1/contacts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ items: [{ email: `${n}@example.com` }] }),
    });
    if (response.status === 503) refused += 1;
    return response;
  };
  const blocker = await database.pool.connect();
  // What writers of a workspace's contacts take turns by.
  await blocker.query('BEGIN');
  await blocker.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('contacts:' || $1::uuid, 0))`,
    [workspaceId],
  );

  const sent = Array.from({ length: 3 * QUEUED }, create);
  await vi.waitFor(() => expect(refused).toBeGreaterThan(QUEUED), EVENTUALLY);
  await blocker.query('ROLLBACK');
  blocker.release();

  const answers = await Promise.all(sent);
  const idsOf = (wanted: number) =>
    answers
      .filter(({ status }) => status === wanted)
      .map(({ headers }) => headers.get('x-request-id')!);
  const late = answers.filter(({ status }) => status === 503);
  for (const { headers } of late) expect(headers.get('retry-after')).toBe('1');
  // Without a limit all of them would have waited, until they had waited too long.
  expect(idsOf(200).length).toBeGreaterThanOrEqual(QUEUED);
  expect(idsOf(200).length + late.length).toBe(answers.length);
  const rows = await database.db.usageLog.findMany({ where: { workspaceId } });
  const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
  for (const id of idsOf(200)) expect(statusOf.get(id)).toBe(200);
  for (const id of idsOf(503)) expect([503, undefined]).toContain(statusOf.get(id));
  expect(await database.db.contact.count({ where: { workspaceId } })).toBe(idsOf(200).length);
});
