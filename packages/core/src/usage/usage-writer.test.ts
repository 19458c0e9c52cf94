import { EVENTUALLY } from '@tented/db/test-db';
import { inTransaction, openDatabase } from '@tented/db';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { deleteApiKey } from '../api-keys/api-keys.ts';
import { newSecret } from '../api-keys/secret.ts';
import { newId } from '../ids.ts';
import {
  makeTenant,
  openTestWorld,
  statementsWaiting,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { ensureUsagePartitions } from './partitions.ts';
import { createUsageWriter, type UsageWriter } from './usage-writer.ts';

let world: TestWorld;
let usage: UsageWriter;

beforeAll(async () => {
  world = await openTestWorld();
  usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
});
afterAll(() => world[Symbol.asyncDispose]());

const remove = ({ workspaceId, keyId }: TestTenant) =>
  deleteApiKey(world.db, { userId: null, at: new Date() }, { workspaceId, id: keyId });

const storedRow = (id: string) => world.db.usageLog.findFirst({ where: { id } });

test('a row is durable when append resolves, and marks the key as used', async () => {
  const tenant = await makeTenant(world);
  const row = usageRowOf(tenant.caller(), { path: '/v1/contacts', status: 201, durationMs: 12 });

  expect(await usage.append(row, { needsKey: true })).toEqual({ status: 201 });

  expect(await storedRow(row.id)).toMatchObject({
    workspaceId: tenant.workspaceId,
    keyId: tenant.keyId,
    path: '/v1/contacts',
    status: 201,
    durationMs: 12,
    creditsCharged: 0,
  });
  const key = await world.db.apiKey.findFirstOrThrow({ where: { id: tenant.keyId } });
  expect(key.lastUsedAt).not.toBeNull();
});

test('rows that wait together share commits', async () => {
  const tenant = await makeTenant(world);

  const rows = Array.from({ length: 500 }, () => usageRowOf(tenant.caller()));
  await Promise.all(rows.map((row) => usage.append(row, { needsKey: true })));

  const { rows: stored } = await world.pool.query<{ commits: number; rows: number }>(
    `SELECT count(*)::integer AS rows, count(DISTINCT xmin::text)::integer AS commits
     FROM usage_log WHERE workspace_id = $1`,
    [tenant.workspaceId],
  );
  expect(stored[0]!.rows).toBe(500);
  expect(stored[0]!.commits).toBeLessThan(20);
});

describe('the key is checked by the commit itself', () => {
  test('a success of a deleted key becomes 401', async () => {
    const tenant = await makeTenant(world);
    await remove(tenant);
    const row = usageRowOf(tenant.caller());

    expect(await usage.append(row, { needsKey: true })).toEqual({ status: 401 });
    expect(await storedRow(row.id)).toMatchObject({ status: 401, errorCode: 'unauthorized' });
  });

  test('a key that has expired in the meantime becomes 401', async () => {
    const tenant = await makeTenant(world);
    await world.db.apiKey.updateMany({
      where: { id: tenant.keyId },
      data: { expiresAt: new Date(0) },
    });

    expect(await usage.append(usageRowOf(tenant.caller()), { needsKey: true })).toEqual({
      status: 401,
    });
  });

  test('a plan without API access becomes 403', async () => {
    const tenant = await makeTenant(world);
    await world.db.workspace.update({ where: { id: tenant.workspaceId }, data: { plan: 'free' } });

    expect(await usage.append(usageRowOf(tenant.caller()), { needsKey: true })).toEqual({
      status: 403,
    });
  });

  test('a refusal that is written under a deleted key keeps its status', async () => {
    const tenant = await makeTenant(world);
    await remove(tenant);
    const row = usageRowOf(tenant.caller(), { status: 401, errorCode: 'unauthorized' });

    expect(await usage.append(row, { needsKey: false })).toEqual({ status: 401 });
    const key = await world.db.apiKey.findFirstOrThrow({ where: { id: tenant.keyId } });
    expect(key.lastUsedAt).toBeNull();
  });

  test('one deleted key in a batch does not touch the others', async () => {
    const [dead, alive] = [await makeTenant(world), await makeTenant(world)];
    await remove(dead);

    const statuses = await Promise.all(
      [dead, alive, dead, alive].map((tenant) =>
        usage.append(usageRowOf(tenant.caller()), { needsKey: true }),
      ),
    );

    expect(statuses.map(({ status }) => status)).toEqual([401, 200, 401, 200]);
  });
});

test('the same row again is not a second row, and answers what stands', async () => {
  const tenant = await makeTenant(world);
  const row = usageRowOf(tenant.caller(), { status: 200 });
  await usage.append(row, { needsKey: true });

  expect(await usage.append({ ...row, status: 503 }, { needsKey: false })).toEqual({ status: 200 });
  expect(await world.db.usageLog.count({ where: { id: row.id } })).toBe(1);
});

test('a month without a partition gets one', async () => {
  const tenant = await makeTenant(world);
  const row = usageRowOf(tenant.caller(new Date('2031-12-31T23:59:59.999Z')));

  expect(await usage.append(row, { needsKey: true })).toEqual({ status: 200 });
  const { rows } = await world.pool.query(`SELECT to_regclass('usage_log_2031_12') AS partition`);
  expect(rows[0].partition).toBe('usage_log_2031_12');
});

test('NUL characters, lone surrogates and keys do not reach the log', async () => {
  const tenant = await makeTenant(world);
  const secret = newSecret();
  const row = usageRowOf(tenant.caller(), {
    path: `/v1/\0\uD800${secret}`,
    status: 400,
    error: { message: `Bad \0 ${secret}` },
  });

  await usage.append(row, { needsKey: true });

  const stored = await storedRow(row.id);
  expect(stored?.path).toBe('/v1/\uFFFDtented_[redacted]');
  expect(JSON.stringify(stored?.error)).toBe('{"message":"Bad  tented_[redacted]"}');
});

test.each([
  ['half a surrogate pair', '\uD800'],
  ['an escape spelt out', '\\u0000'],
  ['NUL', '\0'],
])('an error that quotes %s is logged', async (_, quoted) => {
  const tenant = await makeTenant(world);
  const error = {
    message: 'Invalid',
    details: { issues: [{ path: `x${quoted}`, message: quoted }] },
  };
  const row = usageRowOf(tenant.caller(), { status: 400, error });

  expect(await usage.append(row, { needsKey: true })).toEqual({ status: 400 });
  expect(await storedRow(row.id)).toMatchObject({ error: { message: 'Invalid' } });
});

test('making a partition does not wait for those who read the log, nor they for it', async () => {
  await inTransaction(world.pool, async (reader) => {
    await reader.query('SELECT count(*) FROM usage_log');
    await ensureUsagePartitions(world.pool, new Date('2033-05-05T00:00:00Z'));
    const tenant = await makeTenant(world);

    const row = usageRowOf(tenant.caller(new Date('2033-05-05T00:00:00Z')));
    expect(await usage.append(row, { needsKey: true })).toEqual({ status: 200 });
  });
});

test('servers that make the partitions of a month at the same time do not trip over each other', async () => {
  const at = new Date('2035-05-05T00:00:00Z');

  await Promise.all(Array.from({ length: 8 }, () => ensureUsagePartitions(world.pool, at)));

  const { rows } = await world.pool.query(`SELECT to_regclass('usage_log_2035_07') AS partition`);
  expect(rows[0].partition).toBe('usage_log_2035_07');
});

test('a log that is locked refuses the whole batch at once', async () => {
  const tenant = await makeTenant(world);
  const impatient = new pg.Pool({ connectionString: world.url, statement_timeout: 200 });
  const blocked = createUsageWriter({ pool: impatient, clock: () => new Date() });

  await inTransaction(world.pool, async (blocker) => {
    await blocker.query('LOCK TABLE usage_log IN SHARE MODE');
    const startedAt = performance.now();
    const rows = Array.from({ length: 64 }, () => usageRowOf(tenant.caller()));
    const results = await Promise.allSettled(
      rows.map((row) => blocked.append(row, { needsKey: true })),
    );
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(results[63]).toMatchObject({ reason: { code: 'unavailable' } });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
  await impatient.end();
});

test('a full queue refuses at once, and serves those who fitted in', async () => {
  const tenant = await makeTenant(world);
  const [underWay, waiting, tooMany] = [2_000, 20_000, 50];
  let refusals = 0;
  let appended: Promise<{ status: number } | undefined>[] = [];

  await inTransaction(world.pool, async (blocker) => {
    await blocker.query('LOCK TABLE usage_log IN SHARE MODE');
    appended = Array.from({ length: underWay + waiting + tooMany }, () =>
      usage.append(usageRowOf(tenant.caller()), { needsKey: true }).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
        refusals += 1;
        return undefined;
      }),
    );
    await vi.waitFor(() => expect(refusals).toBeGreaterThan(0), EVENTUALLY);
  });

  const answers = (await Promise.all(appended)).filter((answer) => answer !== undefined);
  expect(answers.length + refusals).toBe(underWay + waiting + tooMany);
  expect(refusals).toBeGreaterThanOrEqual(tooMany);
  expect(await world.db.usageLog.count({ where: { workspaceId: tenant.workspaceId } })).toBe(
    answers.length,
  );
});

test('a database that holds up two flushes does not hold up those behind them for as long', async () => {
  const tenant = await makeTenant(world);
  const append = () => usage.append(usageRowOf(tenant.caller()), { needsKey: true });
  let waitedMs = 0;
  let held: Promise<unknown>[] = [];

  await inTransaction(world.pool, async (blocker) => {
    await blocker.query('LOCK TABLE usage_log IN SHARE MODE');
    held = [append()];
    await statementsWaiting(world);
    held.push(append());
    await statementsWaiting(world, 2);
    const startedAt = performance.now();
    await expect(append()).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 1 });
    waitedMs = performance.now() - startedAt;
  });

  expect(waitedMs).toBeLessThan(4_500);
  expect(await Promise.all(held)).toEqual([{ status: 200 }, { status: 200 }]);
});

test('close can be asked for twice', async () => {
  const tenant = await makeTenant(world);
  const writer = createUsageWriter({ pool: world.pool, clock: () => new Date() });
  const appended = writer.append(usageRowOf(tenant.caller()), { needsKey: true });

  await Promise.all([writer.close(), writer.close()]);

  expect(await appended).toEqual({ status: 200 });
});

test('a row that PostgreSQL refuses does not take its neighbours with it', async () => {
  const tenant = await makeTenant(world);
  const good = usageRowOf(tenant.caller());
  const bad = usageRowOf(tenant.caller(), { durationMs: 2 ** 40 });

  const [first, second] = await Promise.allSettled([
    usage.append(bad, { needsKey: true }),
    usage.append(good, { needsKey: true }),
  ]);

  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
  expect(second).toMatchObject({ status: 'fulfilled', value: { status: 200 } });
  expect(await storedRow(good.id)).not.toBeNull();
});

test('a connection that breaks under a flush loses no row and doubles none', async () => {
  const tenant = await makeTenant(world);
  const rows = Array.from({ length: 300 }, () => usageRowOf(tenant.caller()));
  const kill = () =>
    world.db.$executeRaw`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE '%INSERT INTO usage_log%'
        AND query NOT LIKE '%pg_terminate%'`;

  const appended = rows.map(async (row, index) => {
    if (index % 60 === 0) await kill();
    return usage.append(row, { needsKey: true });
  });

  for (const { status } of await Promise.all(appended)) expect(status).toBe(200);
  expect(await world.db.usageLog.count({ where: { workspaceId: tenant.workspaceId } })).toBe(300);
});

test('without a database an answer is refused, not given unlogged', async () => {
  const nowhere = openDatabase('postgresql://nobody@127.0.0.1:1/none');
  const blind = createUsageWriter({ pool: nowhere.pool, clock: () => new Date() });
  const id = newId();
  const caller = {
    workspaceId: id,
    keyId: id,
    secretNumber: 1,
    scope: 'all_access',
    plan: 'pro',
    requestId: id,
    at: new Date(),
  } as const;

  await expect(blind.append(usageRowOf(caller), { needsKey: true })).rejects.toMatchObject({
    code: 'unavailable',
    retryAfterSeconds: 1,
  });
  await nowhere.close();
});
