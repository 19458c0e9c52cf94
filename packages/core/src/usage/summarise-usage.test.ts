import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction, type Pool, type SqlTx } from '@tented/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiKey } from '../api-keys/api-keys.ts';
import { charge } from '../credits/charge.ts';
import { refund } from '../credits/refund.ts';
import {
  makeTenant,
  openTestWorld,
  sealCompletely,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { ensureUsagePartitions } from './partitions.ts';
import { correctUsageStatus } from './record-usage.ts';
import { sealUsage } from './seal-usage.ts';
import { summariseUsage, type UsageSummary } from './summarise-usage.ts';
import type { UsageFilter, UsageQuestion } from './usage-filter.ts';
import type { UsageRow } from './usage-row.ts';
import { createUsageWriter, type UsageWriter } from './usage-writer.ts';

// Sealing goes by the clock of the database, so these rows are of the last hours.

let world: TestWorld;
let usage: UsageWriter;
let tenant: TestTenant;

const HOUR_MS = 60 * 60 * 1_000;
const hoursAgo = (hours: number) => new Date(Math.floor(Date.now() - hours * HOUR_MS));

beforeAll(async () => {
  world = await openTestWorld();
  await ensureUsagePartitions(world.pool, hoursAgo(100));
  usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await makeTenant(world, { plan: 'max', at: hoursAgo(100) });
});

const append = async (at: Date, changes: Partial<UsageRow> = {}) => {
  const row = usageRowOf(tenant.caller(at), changes);
  await usage.append(row, { needsKey: false });
  return row;
};

const question = (filter: UsageFilter = {}): UsageQuestion => ({
  workspaceId: tenant.workspaceId,
  plan: 'max',
  at: new Date(),
  filter,
});

const totalsOf = ({ sums }: Pick<UsageSummary, 'sums'>) =>
  sums.reduce(
    (total, sum) => ({
      requests: total.requests + sum.requests,
      credits: total.credits + sum.creditsCharged - sum.creditsRefunded,
    }),
    { requests: 0, credits: 0 },
  );

/** Over a range in which no hour is cut, so that sealed ones are read from their sums. */
const totals = async (filter: UsageFilter = {}) =>
  totalsOf(await summariseUsage(world.reader, question({ from: hoursAgo(40), ...filter }), 'UTC'));

const count = async (table: string) => {
  const { rows } = await world.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM ${table} WHERE workspace_id = $1`,
    [tenant.workspaceId],
  );
  return rows[0]!.n;
};

describe('sealing', () => {
  test('adds up hours that ended more than an hour ago, and no others', async () => {
    await append(hoursAgo(5));
    await append(hoursAgo(5), { status: 404 });
    await append(hoursAgo(0));

    await sealCompletely(world);

    expect(await count('usage_hour')).toBe(2);
    expect(await totals()).toEqual({ requests: 3, credits: 0 });
    await sealCompletely(world);
    expect(await count('usage_hour')).toBe(2);
  });

  test('what is sealed is read from the sums', async () => {
    await append(hoursAgo(5));
    await sealCompletely(world);
    await world.pool.query('UPDATE usage_hour SET requests = 7 WHERE workspace_id = $1', [
      tenant.workspaceId,
    ]);

    expect(await totals()).toEqual({ requests: 7, credits: 0 });
  });

  test('a late row opens its hour, in the same commit, until the hour is sealed again', async () => {
    await append(hoursAgo(5));
    await sealCompletely(world);

    await append(hoursAgo(5.1));
    expect(await count('usage_unsealed_hour')).toBe(1);
    expect(await totals()).toEqual({ requests: 2, credits: 0 });

    await sealCompletely(world);
    expect(await count('usage_unsealed_hour')).toBe(0);
    expect(await totals()).toEqual({ requests: 2, credits: 0 });
  });

  test('so does a refund, a corrected status, and a row that is taken away', async () => {
    const caller = tenant.caller(hoursAgo(5));
    const { entryId } = await inTransaction(world.pool, (tx) =>
      charge(tx, caller, { action: 'test', credits: 3 }),
    );
    const row = usageRowOf(caller, { creditsCharged: 3 });
    await usage.append(row, { needsKey: false });
    await sealCompletely(world);
    expect(await totals()).toEqual({ requests: 1, credits: 3 });

    await inTransaction(world.pool, (tx) =>
      refund(tx, { workspaceId: tenant.workspaceId, chargeId: entryId, at: new Date() }),
    );
    expect(await totals()).toEqual({ requests: 1, credits: 0 });

    await sealCompletely(world);
    await correctUsageStatus(world.pool, { ...row, status: 500 });
    expect(await totals({ statuses: [{ from: 500, to: 500 }] })).toMatchObject({ requests: 1 });

    await sealCompletely(world);
    await world.pool.query('DELETE FROM usage_log WHERE id = $1', [row.id]);
    expect(await totals()).toEqual({ requests: 0, credits: 0 });
  });

  test('waits for a transaction that is about to write into the past, and loses nothing of it', async () => {
    await append(hoursAgo(5));
    const caller = tenant.caller(hoursAgo(4));
    await inTransaction(world.pool, async (tx) => {
      await insertRow(tx, usageRowOf(caller));
      expect(await sealUsage(world.pool)).toMatchObject({ isComplete: false });
      expect(await count('usage_hour')).toBe(0);
    });

    await sealCompletely(world);
    expect(await count('usage_hour')).toBe(2);
    expect(await totals()).toEqual({ requests: 2, credits: 0 });
  });

  test('leaves a workspace to the server that is at it', async () => {
    await append(hoursAgo(5));
    await inTransaction(world.pool, async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock(usage_seal_lock($1))', [tenant.workspaceId]);
      expect(await sealUsage(world.pool)).toMatchObject({ isComplete: false });
      expect(await count('usage_hour')).toBe(0);
    });
  });
});

describe('a summary', () => {
  test('tells requests by status and credits by bucket, an open end included', async () => {
    const from = hoursAgo(30);
    await append(hoursAgo(29), { status: 202, creditsCharged: 4 });
    await append(hoursAgo(29), { status: 404 });
    await append(hoursAgo(0));
    await append(new Date(Date.now() + 90_000));

    const { step, edges, sums } = await summariseUsage(world.reader, question({ from }), 'UTC');

    expect(step).toEqual({ unit: 'hour', count: 1 });
    expect(edges[0]).toEqual(from);
    expect(sums.toSorted((a, b) => a.bucket - b.bucket || a.status - b.status)).toMatchObject([
      { bucket: 1, status: 202, requests: 1, creditsCharged: 4, durationMs: 3 },
      { bucket: 1, status: 404, requests: 1, creditsCharged: 0 },
      { bucket: edges.length - 2, status: 200, requests: 2 },
    ]);
  });

  test('of nothing has no sums, and says over which time there was nothing', async () => {
    const { edges, sums, countedFrom } = await summariseUsage(world.reader, question(), 'UTC');

    expect(sums).toEqual([]);
    expect(edges.at(-1)!.getTime() - edges[0]!.getTime()).toBe(24 * HOUR_MS);
    expect(countedFrom).toBeNull();
    const backwards = question({ from: hoursAgo(1), to: hoursAgo(2) });
    expect((await summariseUsage(world.reader, backwards, 'UTC')).sums).toEqual([]);
  });

  test('of a part of a path is counted row by row, and says when it did not come to the end', async () => {
    await world.pool.query(
      `INSERT INTO usage_log (workspace_id, id, key_id, occurred_at, method, path, status, duration_ms)
       SELECT $1, overlay(usage_log_first_id(at)::text placing '7000-8000' from 15 for 9)::uuid, $2, at,
              'GET', '/v1/contacts/' || n, 200, 1
       FROM (SELECT n, $3::timestamptz + n * interval '1 ms' AS at FROM generate_series(1, 3000) n) t`,
      [tenant.workspaceId, tenant.keyId, hoursAgo(3)],
    );
    await sealCompletely(world);

    const all = await summariseUsage(world.reader, question({ path: 'CONTACTS/1' }), 'UTC');
    expect(totalsOf(all).requests).toBe(1_111);
    expect(all.countedFrom).toBeNull();
  });
});

// A plain generator of numbers, so that a failure can be run again from its seed.
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const pick = <Value>(random: (below: number) => number, values: readonly Value[]): Value =>
  values[random(values.length)]!;

const METHODS = ['GET', 'POST', 'DELETE'];
const STATUSES = [200, 202, 404, 503];
/** Of the second one, every hour is cut in two by the hours of UTC. */
const ZONES = ['UTC', 'Asia/Kolkata', 'America/New_York'];

/** Writes as a request's transaction would, and leaves the commit to the caller. */
async function insertRow(tx: SqlTx, row: UsageRow): Promise<void> {
  await tx.query(
    `INSERT INTO usage_log (workspace_id, id, key_id, occurred_at, method, path, status, duration_ms, credits_charged)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.workspaceId,
      row.id,
      row.keyId,
      row.occurredAt,
      row.method,
      row.path,
      row.status,
      row.durationMs,
      row.creditsCharged,
    ],
  );
}

test.each([1, 2, 3, 4])(
  'it equals the log at every moment, whatever is written, refunded and sealed meanwhile (seed %i)',
  { timeout: 60_000 },
  async (seed) => {
    const random = randomOf(seed * 7_919);
    const input = { workspaceId: tenant.workspaceId, name: 'Other', scope: 'all_access' } as const;
    const { apiKey } = await createApiKey(world.db, { userId: null, at: hoursAgo(90) }, input);
    const keyIds = [tenant.keyId, apiKey.id];
    const charges: string[] = [];
    const done = { rows: 0, refunds: 0, seals: 0, comparisons: 0, unsealed: 0, held: 0 };
    let isOver = false;

    const randomRow = () => {
      const age = random(4) === 0 ? random(30) / 60 : 2 + random(2_400) / 60;
      const credits = random(3) === 0 ? 1 + random(3) : 0;
      return usageRowOf(tenant.caller(hoursAgo(age)), {
        keyId: pick(random, keyIds),
        method: pick(random, METHODS),
        status: pick(random, STATUSES),
        durationMs: random(50),
        creditsCharged: credits,
      });
    };
    async function write(): Promise<void> {
      const row = randomRow();
      const holdMs = random(6) === 0 ? 1 + random(40) : 0;
      await inTransaction(world.pool, async (tx) => {
        if (row.creditsCharged > 0) {
          const caller = { ...row, requestId: row.id, at: row.occurredAt };
          const paid = { action: 'test', credits: row.creditsCharged };
          charges.push((await charge(tx, caller, paid)).entryId);
        }
        await insertRow(tx, row);
        if (holdMs > 0) await pause(holdMs);
      });
      done.rows += 1;
      if (holdMs > 0) done.held += 1;
    }
    async function giveBack(): Promise<void> {
      const chargeId = charges.splice(random(charges.length), 1)[0];
      if (!chargeId) return;
      await inTransaction(world.pool, (tx) =>
        refund(tx, { workspaceId: tenant.workspaceId, chargeId, at: new Date() }),
      );
      done.refunds += 1;
    }
    async function seal(): Promise<void> {
      done.unsealed += await count('usage_unsealed_hour');
      done.seals += (await sealUsage(world.pool)).hours;
    }
    async function operate(): Promise<void> {
      for (let n = 0; n < 60; n += 1) await pick(random, [write, write, write, giveBack, seal])();
    }
    async function compare(): Promise<void> {
      while (!isOver) {
        await compareInOneSnapshot(randomFilter(random, keyIds), pick(random, ZONES));
        done.comparisons += 1;
      }
    }

    const comparing = compare();
    await Promise.all([operate(), operate(), operate()]);
    isOver = true;
    await comparing;
    done.seals += await sealCompletely(world);
    await compareInOneSnapshot({}, 'UTC');

    for (const [what, times] of Object.entries(done))
      expect([what, times > 3]).toEqual([what, true]);
  },
);

function randomFilter(random: (below: number) => number, keyIds: string[]): UsageFilter {
  const maybe = <Value>(value: Value) => (random(3) === 0 ? value : undefined);
  return {
    from: maybe(hoursAgo(random(4_000) / 100)),
    to: maybe(hoursAgo(random(2_000) / 100)),
    keyIds: maybe([pick(random, keyIds)]),
    methods: maybe([pick(random, METHODS), pick(random, METHODS)]),
    statuses: maybe([
      pick(random, [
        { from: 200, to: 299 },
        { from: 404, to: 404 },
      ]),
    ]),
    hasCredits: maybe(true),
  };
}

/** The summary against the rows themselves, added up here, as one snapshot has both. */
async function compareInOneSnapshot(filter: UsageFilter, zone: string): Promise<void> {
  await inTransaction(world.reader, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { rows } = await tx.query<Record<string, any>>(
      'SELECT * FROM usage_log WHERE workspace_id = $1',
      [tenant.workspaceId],
    );
    const summary = await summariseUsage(tx as unknown as Pool, question(filter), zone);
    const expected = new Map<string, number[]>();
    for (const row of rows.filter((row) => matches(row, filter))) {
      const starts = summary.edges.slice(0, -1);
      const bucket = Math.max(
        0,
        starts.findLastIndex((edge) => edge <= row['occurred_at']),
      );
      const id = `${bucket}:${row['status']}`;
      const sum = expected.get(id) ?? [0, 0, 0, 0];
      const { credits_charged: charged, credits_refunded: refunded, duration_ms: ms } = row;
      expected.set(id, [sum[0]! + 1, sum[1]! + charged, sum[2]! + refunded, sum[3]! + ms]);
    }
    const actual = new Map<string, number[]>();
    for (const sum of summary.sums) {
      const id = `${sum.bucket}:${sum.status}`;
      const known = actual.get(id) ?? [0, 0, 0, 0];
      const values = [sum.requests, sum.creditsCharged, sum.creditsRefunded, sum.durationMs];
      actual.set(
        id,
        known.map((value, index) => value + values[index]!),
      );
    }
    const sorted = (sums: Map<string, number[]>) =>
      [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
    expect(sorted(actual)).toEqual(sorted(expected));
    expect(summary.countedFrom).toBeNull();
  });
}

function matches(row: Record<string, any>, filter: UsageFilter): boolean {
  const { from, to, keyIds, methods, statuses, hasCredits } = filter;
  return (
    (!from || row['occurred_at'] >= from) &&
    (!to || row['occurred_at'] < to) &&
    (!keyIds || keyIds.includes(row['key_id'])) &&
    (!methods || methods.includes(row['method'])) &&
    (!statuses || statuses.some(({ from, to }) => row['status'] >= from && row['status'] <= to)) &&
    (!hasCredits || row['credits_charged'] > 0)
  );
}
