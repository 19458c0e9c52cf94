import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApiKey, deleteApiKey } from '../api-keys/api-keys.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { listUsage } from './list-usage.ts';
import type { UsageFilter } from './usage-filter.ts';
import type { UsageRow } from './usage-row.ts';
import type { Direction } from './usage-walks.ts';
import { createUsageWriter, type UsageWriter } from './usage-writer.ts';

let world: TestWorld;
let usage: UsageWriter;
let tenant: TestTenant;

const noon = new Date('2026-03-13T12:00:00.000Z');
const minute = (n: number) => new Date(noon.getTime() + n * 60_000);
const days = (n: number) => minute(n * 24 * 60);

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => noon });
});
afterAll(() => world[Symbol.asyncDispose]());

const append = (at: Date, changes: Partial<UsageRow> = {}) =>
  usage.append(usageRowOf(tenant.caller(at), changes), { needsKey: false });

beforeEach(async () => {
  tenant = await makeTenant(world, { at: minute(-60) });
  for (let n = 0; n < 5; n += 1) {
    await append(minute(n), { path: `/v1/${n}`, status: n === 3 ? 404 : 200 });
  }
});

type Page = { limit?: number; cursor?: string; direction?: Direction };

const list = (filter: UsageFilter = {}, page: Page = {}, who = tenant) =>
  listUsage(
    world.reader,
    { workspaceId: who.workspaceId, plan: 'pro', at: minute(60), filter },
    { limit: 25, ...page },
  );

const paths = async (filter: UsageFilter, page: Page = {}) =>
  (await list(filter, page)).rows.map(({ path }) => path.slice(-1)).join('');

const makeKey = async (name: string) => {
  const input = { workspaceId: tenant.workspaceId, name, scope: 'all_access' } as const;
  return (await createApiKey(world.db, { userId: null, at: noon }, input)).apiKey.id;
};

test('newest first, with the name of the key, deleted or not', async () => {
  const key = { workspaceId: tenant.workspaceId, id: tenant.keyId };
  await deleteApiKey(world.db, { userId: null, at: noon }, key);

  const { rows } = await list({}, { limit: 1 });

  expect(rows).toMatchObject([
    {
      path: '/v1/4',
      occurredAt: minute(4),
      key: { id: tenant.keyId, name: 'Key', status: 'deleted' },
    },
  ]);
});

describe('filters', () => {
  test('from is inclusive, to is exclusive', async () => {
    expect(await paths({ from: minute(1), to: minute(3) })).toBe('21');
    expect(await paths({ from: minute(3), to: minute(1) })).toBe('');
  });

  test('by keys: any of them, none = all', async () => {
    const other = await makeKey('Other');
    await append(minute(5), { keyId: other, path: '/v1/5' });

    expect(await paths({ keyIds: [tenant.keyId] })).toBe('43210');
    expect(await paths({ keyIds: [other] })).toBe('5');
    expect(await paths({ keyIds: [other, tenant.keyId] })).toBe('543210');
    expect(await paths({ keyIds: [] })).toBe('543210');
    expect(await paths({ keyIds: [tenant.workspaceId] })).toBe('');
  });

  test('by statuses and classes of them, one or several', async () => {
    await append(minute(5), { path: '/v1/5', status: 503 });
    await append(minute(6), { path: '/v1/6', status: 202 });

    expect(await paths({ statuses: [{ from: 404, to: 404 }] })).toBe('3');
    expect(await paths({ statuses: [{ from: 200, to: 200 }] })).toBe('4210');
    expect(await paths({ statuses: [{ from: 200, to: 299 }] })).toBe('64210');
    expect(await paths({ statuses: [{ from: 400, to: 499 }] })).toBe('3');
    const failures = {
      statuses: [
        { from: 400, to: 499 },
        { from: 500, to: 599 },
      ],
    };
    expect(await paths(failures)).toBe('53');
    expect(await paths({ statuses: [{ from: 300, to: 399 }] })).toBe('');
  });

  test('by methods, common and rare ones', async () => {
    await append(minute(5), { path: '/v1/5', method: 'DELETE' });
    await append(minute(6), { path: '/v1/6', method: 'POST' });

    expect(await paths({ methods: ['DELETE'] })).toBe('5');
    expect(await paths({ methods: ['POST', 'DELETE'] })).toBe('65');
    expect(await paths({ methods: ['GET'] })).toBe('43210');
    expect(await paths({ methods: ['PUT', 'PATCH'] })).toBe('');
  });

  test('by a part of the path, in any case and letter by letter', async () => {
    await append(minute(5), { path: '/v1/Tents/50%_off/5' });

    expect(await paths({ path: 'tENTS' })).toBe('5');
    expect(await paths({ path: '50%_' })).toBe('5');
    expect(await paths({ path: '5_' })).toBe('');
    expect(await paths({ path: '/v1/' })).toBe('543210');
  });

  test('by what cost credits, refunded or not', async () => {
    await append(minute(5), { path: '/v1/5', creditsCharged: 2 });
    await append(minute(6), { path: '/v1/6', creditsCharged: 1 });
    await world.pool.query('UPDATE usage_log SET credits_refunded = credits_charged');

    expect(await paths({ hasCredits: true })).toBe('65');
    expect(await paths({ hasCredits: true, path: '/6' })).toBe('6');
  });
});

describe('pages', () => {
  test('follow each other without a gap or a double while rows are added', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({}, { limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.rows.map(({ path }) => path));
      cursor = page.nextCursor ?? undefined;
      await append(minute(10 + seen.length));
    } while (cursor);

    expect(seen).toEqual(['/v1/4', '/v1/3', '/v1/2', '/v1/1', '/v1/0']);
  });

  test('lead to newer rows too, and a page of them is told newest first', async () => {
    const oldest = await list({}, { limit: 4 });
    const cursor = oldest.nextCursor!;

    const newer = await list({}, { direction: 'newer', cursor, limit: 2 });
    const newest = await list({}, { direction: 'newer', cursor: newer.nextCursor!, limit: 2 });

    expect(newer.rows.map(({ path }) => path)).toEqual(['/v1/3', '/v1/2']);
    expect(newest.rows.map(({ path }) => path)).toEqual(['/v1/4']);
    expect(newest.nextCursor).toBeNull();
  });

  test('a last page that is just full says that it is the last', async () => {
    const page = await list({}, { limit: 5 });

    expect(page.rows).toHaveLength(5);
    expect(page.nextCursor).toBeNull();
    expect(
      (await list({ statuses: [{ from: 200, to: 200 }] }, { limit: 4 })).nextCursor,
    ).toBeNull();
  });

  test.each(['x', 'AAAA', '00000000-0000-0000-0000-000000000000', '%'])(
    '%j is no cursor',
    async (cursor) => {
      await expect(list({}, { cursor })).rejects.toMatchObject({
        code: 'invalid_request',
        details: { issues: [{ path: 'cursor' }] },
      });
    },
  );
});

describe('a long log', () => {
  /** So many rows, a millisecond apart, of which each `every`-th has the needle in its path. */
  const fill = (rows: number, every: number) =>
    world.pool.query(
      `INSERT INTO usage_log (workspace_id, id, key_id, occurred_at, method, path, status, duration_ms)
       SELECT $1, overlay(usage_log_first_id(at)::text placing '7000-8000' from 15 for 9)::uuid, $2, at,
              'GET', CASE WHEN n % $5 = 0 THEN '/v1/needle/' || n ELSE '/v1/hay' END, 200, 1
       FROM (SELECT n, $3::timestamptz + n * interval '1 ms' AS at FROM generate_series(1, $4::int) n) t`,
      [tenant.workspaceId, tenant.keyId, minute(-30), rows, every],
    );

  test('what no index leads to is searched for piece by piece, and the pages say how far', async () => {
    await fill(60_000, 29_000);
    const found: string[] = [];
    const searchedTo: Date[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ path: 'NEEDLE' }, { limit: 1, ...(cursor && { cursor }) });
      found.push(...page.rows.map(({ path }) => path));
      if (page.searchedTo) searchedTo.push(page.searchedTo);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);

    expect(found).toEqual(['/v1/needle/58000', '/v1/needle/29000']);
    expect(searchedTo.every((at, index) => index === 0 || at < searchedTo[index - 1]!)).toBe(true);
  });

  test('rare things are found at once, also where others are common', async () => {
    await fill(20_000, 20_001);
    const rare = await makeKey('Rare');
    await append(minute(-31), { keyId: rare, path: '/v1/9', status: 404 });

    expect(await paths({ keyIds: [rare] })).toBe('9');
    expect(await paths({ keyIds: [rare], methods: ['GET'], path: 'v1' })).toBe('9');
    expect(await paths({ statuses: [{ from: 400, to: 499 }], keyIds: [rare, tenant.keyId] })).toBe(
      '39',
    );
  });
});

describe('retention', () => {
  test('a plan shows the log from the first instant of a day on; an upgrade brings rows back', async () => {
    tenant = await makeTenant(world, { at: days(-500) });
    for (const [index, age] of [395, 91, 90, 8, 7, 0].entries()) {
      await append(days(-age), { path: `/v1/${index}` });
    }
    const on = async (plan: 'free' | 'pro' | 'max') => {
      const question = { workspaceId: tenant.workspaceId, plan, at: minute(1), filter: {} };
      const { rows } = await listUsage(world.reader, question, { limit: 25 });
      return rows.map(({ path }) => path.slice(-1)).join('');
    };

    expect(await on('free')).toBe('54');
    expect(await on('pro')).toBe('5432');
    expect(await on('max')).toBe('543210');
  });
});

test("another workspace's rows do not exist", async () => {
  const stranger = await makeTenant(world);

  expect((await list({ keyIds: [tenant.keyId] }, {}, stranger)).rows).toEqual([]);
});
