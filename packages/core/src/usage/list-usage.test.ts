import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createApiKey, deleteApiKey } from '../api-keys/api-keys.ts';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { listUsage, type UsageFilter } from './list-usage.ts';
import { createUsageWriter, type UsageWriter } from './usage-writer.ts';

let world: TestWorld;
let usage: UsageWriter;
let tenant: TestTenant;

const noon = new Date('2026-03-13T12:00:00.000Z');
const minute = (n: number) => new Date(noon.getTime() + n * 60_000);

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => noon });
});
afterAll(() => world[Symbol.asyncDispose]());

beforeEach(async () => {
  tenant = await makeTenant(world, { at: minute(-60) });
  for (let n = 0; n < 5; n += 1) {
    const row = usageRowOf(tenant.caller(minute(n)), {
      path: `/v1/${n}`,
      status: n === 3 ? 404 : 200,
    });
    await usage.append(row, { needsKey: false });
  }
});

const paths = async (filter: UsageFilter, limit = 25) => {
  const page = await listUsage(world.db, {
    workspaceId: tenant.workspaceId,
    filter,
    limit,
    at: noon,
  });
  return page.rows.map(({ path }) => path.slice(-1)).join('');
};

test('newest first, with the name of the key, deleted or not', async () => {
  await deleteApiKey(
    world.db,
    { userId: null, at: noon },
    { workspaceId: tenant.workspaceId, id: tenant.keyId },
  );

  const { rows } = await listUsage(world.db, {
    workspaceId: tenant.workspaceId,
    filter: {},
    limit: 1,
    at: noon,
  });

  expect(rows).toMatchObject([
    {
      path: '/v1/4',
      occurredAt: minute(4),
      key: { id: tenant.keyId, name: 'Key', status: 'deleted' },
    },
  ]);
});

test('from is inclusive, to is exclusive', async () => {
  expect(await paths({ from: minute(1), to: minute(3) })).toBe('21');
});

test('by key, status, class of status, method', async () => {
  const other = await createApiKey(
    world.db,
    { userId: null, at: noon },
    {
      workspaceId: tenant.workspaceId,
      name: 'Other',
      scope: 'all_access',
    },
  );
  expect(await paths({ keyIds: [tenant.keyId] })).toBe('43210');
  expect(await paths({ keyIds: [other.apiKey.id] })).toBe('');
  expect(await paths({ keyIds: [] })).toBe('43210');
  expect(await paths({ status: { from: 404, to: 404 } })).toBe('3');
  expect(await paths({ status: { from: 200, to: 299 } })).toBe('4210');
  expect(await paths({ method: 'POST' })).toBe('');
});

test('pages follow each other without a gap or a double while rows are added', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listUsage(world.db, {
      workspaceId: tenant.workspaceId,
      filter: {},
      limit: 2,
      cursor,
      at: noon,
    });
    seen.push(...page.rows.map(({ path }) => path));
    cursor = page.nextCursor ?? undefined;
    await usage.append(usageRowOf(tenant.caller(minute(10 + seen.length))), { needsKey: false });
  } while (cursor);

  expect(seen).toEqual(['/v1/4', '/v1/3', '/v1/2', '/v1/1', '/v1/0']);
});

test('a last page that is just full says that it is the last', async () => {
  const page = await listUsage(world.db, {
    workspaceId: tenant.workspaceId,
    filter: {},
    limit: 5,
    at: noon,
  });

  expect(page.rows).toHaveLength(5);
  expect(page.nextCursor).toBeNull();
});

test.each(['x', 'AAAA', '00000000-0000-0000-0000-000000000000', '%'])(
  '%j is no cursor',
  async (cursor) => {
    await expect(
      listUsage(world.db, {
        workspaceId: tenant.workspaceId,
        filter: {},
        limit: 2,
        cursor,
        at: noon,
      }),
    ).rejects.toMatchObject({ code: 'invalid_request', details: { issues: [{ path: 'cursor' }] } });
  },
);

test("another workspace's rows do not exist", async () => {
  const stranger = await makeTenant(world);

  const page = await listUsage(world.db, {
    workspaceId: stranger.workspaceId,
    filter: { keyIds: [tenant.keyId] },
    limit: 25,
    at: noon,
  });

  expect(page.rows).toEqual([]);
});
