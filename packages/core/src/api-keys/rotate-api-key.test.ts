import { EVENTUALLY } from '@tented/db/test-db';
import { inTransaction, type SqlTx } from '@tented/db';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  makeTenant,
  openTestWorld,
  statementsWaiting,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { lockLiveKeys } from '../usage/lock-live-keys.ts';
import { createMeteredWrites } from '../usage/metered-writes.ts';
import { createUsageWriter } from '../usage/usage-writer.ts';
import { createApiKey, deleteApiKey, listApiKeys } from './api-keys.ts';
import { createKeyCache } from './key-cache.ts';
import { endPreviousSecret, type Grace, rotateApiKey } from './rotate-api-key.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const MINUTE_MS = 60_000;
const OLD = 1;
const NEW = 2;

const operator = () => ({ userId: null, at: new Date() });
const rotate = ({ workspaceId, keyId }: TestTenant, grace: Grace) =>
  rotateApiKey(world.db, operator(), { workspaceId, id: keyId, grace });
const endPrevious = ({ workspaceId, keyId }: TestTenant) =>
  endPreviousSecret(world.db, operator(), { workspaceId, id: keyId });

/** What the log says of a read with that secret, answered now or later. */
async function read(tenant: TestTenant, secretNumber: number, at = new Date()): Promise<number> {
  const usage = createUsageWriter({ pool: world.pool, clock: () => at });
  const row = usageRowOf(tenant.caller(at, secretNumber));
  return (await usage.append(row, { needsKey: true })).status;
}

/** What becomes of a write with that secret. */
async function write(tenant: TestTenant, secretNumber: number): Promise<'done' | 'refused'> {
  const deps = { pool: world.pool, clock: () => new Date() };
  const writes = createMeteredWrites({
    ...deps,
    usage: createUsageWriter(deps),
    perform: async () => async (requests) => ({
      outcomes: requests.map(() => ({ output: null })),
    }),
  });
  const caller = tenant.caller(new Date(), secretNumber);
  const request = { caller, input: {}, toRow: () => usageRowOf(caller, { method: 'POST' }) };
  return writes.submit(request).then(
    () => 'done' as const,
    () => 'refused' as const,
  );
}

const lock = (tx: SqlTx, tenant: TestTenant, secretNumber: number) =>
  lockLiveKeys(tx, { keys: [tenant.caller(new Date(), secretNumber)], now: new Date() });

test('a rotated key is the same key with the next secret', async () => {
  const tenant = await makeTenant(world);
  await read(tenant, OLD);

  const { apiKey, secret } = await rotate(tenant, '24h');

  expect(apiKey).toMatchObject({ id: tenant.keyId, name: 'Key', scope: 'all_access' });
  const keys = createKeyCache(world.pool);
  expect(await keys.find(secret)).toMatchObject({ id: tenant.keyId, secretNumber: NEW });
  expect(await keys.find(tenant.secret)).toMatchObject({ id: tenant.keyId, secretNumber: OLD });
  expect(await read(tenant, NEW)).toBe(200);
  const { workspaceId, keyId } = tenant;
  expect(await world.db.usageLog.count({ where: { workspaceId, keyId } })).toBe(2);
  const stored = await world.pool.query(
    `SELECT (SELECT json_agg(k) FROM api_key k)::text || (SELECT json_agg(a) FROM audit_entry a)::text AS text`,
  );
  expect(stored.rows[0].text).not.toContain(secret);
});

describe('the old secret', () => {
  test.each([
    ['now', 0, 401],
    ['1h', 59, 200],
    ['1h', 60, 401],
    ['24h', 24 * 60 - 1, 200],
    ['24h', 24 * 60, 401],
    ['first_use', 1_000_000, 200],
  ] as const)('with grace %s, %d minutes later: %d', async (grace, minutes, status) => {
    const tenant = await makeTenant(world);

    const { apiKey } = await rotate(tenant, grace);

    const base = apiKey.previous?.until ? apiKey.previous.until.getTime() : Date.now();
    const lasts = { '1h': 60, '24h': 24 * 60, now: 0, first_use: 0 }[grace];
    const at = new Date(base + (minutes - lasts) * MINUTE_MS);
    expect(await read(tenant, OLD, at)).toBe(status);
    expect(await read(tenant, NEW)).toBe(200);
  });

  test('is told by its masked form and its end while it works', async () => {
    const tenant = await makeTenant(world);
    const { workspaceId } = tenant;
    const [before] = await listApiKeys(world.db, { workspaceId, at: new Date() });

    const { apiKey } = await rotate(tenant, '1h');

    const previous = { prefix: before!.prefix, until: expect.any(Date) };
    expect(before).toMatchObject({ previous: null });
    expect(apiKey.prefix).not.toBe(before!.prefix);
    expect(apiKey).toMatchObject({ previous });
    const later = new Date(Date.now() + 61 * MINUTE_MS);
    expect(await listApiKeys(world.db, { workspaceId, at: later })).toMatchObject([
      { previous: null },
    ]);
    expect((await rotate(tenant, 'first_use')).apiKey).toMatchObject({ previous: { until: null } });
  });

  test('writes in its grace, and no longer', async () => {
    const tenant = await makeTenant(world);
    await rotate(tenant, '1h');
    expect(await write(tenant, OLD)).toBe('done');

    await endPrevious(tenant);

    expect(await write(tenant, OLD)).toBe('refused');
    expect(await write(tenant, NEW)).toBe('done');
    await expect(endPrevious(tenant)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('ends for good with the next rotation', async () => {
    const tenant = await makeTenant(world);
    await rotate(tenant, '24h');
    await rotate(tenant, '24h');

    expect(await read(tenant, 1)).toBe(401);
    expect(await read(tenant, 2)).toBe(200);
    expect(await read(tenant, 3)).toBe(200);
    expect(await createKeyCache(world.pool).find(tenant.secret)).toBeNull();
  });

  test('does not outlive its key', async () => {
    const tenant = await makeTenant(world);
    await rotate(tenant, 'first_use');

    await deleteApiKey(world.db, operator(), { workspaceId: tenant.workspaceId, id: tenant.keyId });

    expect(await read(tenant, OLD)).toBe(401);
    expect(await read(tenant, NEW)).toBe(401);
  });
});

describe('until the first use of the new secret', () => {
  test.each([
    ['read', read],
    ['write', write],
  ])('a %s with it ends the old one', async (_, use) => {
    const tenant = await makeTenant(world);
    await rotate(tenant, 'first_use');
    expect(await read(tenant, OLD)).toBe(200);
    expect(await write(tenant, OLD)).toBe('done');

    await use(tenant, NEW);

    expect(await read(tenant, OLD)).toBe(401);
    expect(await write(tenant, OLD)).toBe('refused');
    expect(await read(tenant, NEW)).toBe(200);
  });

  test('also when both share a commit', async () => {
    const tenant = await makeTenant(world);
    await rotate(tenant, 'first_use');
    const usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
    const together = [OLD, NEW, OLD, NEW, OLD, NEW].map((secretNumber) =>
      usage.append(usageRowOf(tenant.caller(new Date(), secretNumber)), { needsKey: true }),
    );

    for (const { status } of await Promise.all(together.filter((_, index) => index % 2 === 1))) {
      expect(status).toBe(200);
    }
    await Promise.all(together);
    expect(await read(tenant, OLD)).toBe(401);
  });

  test('also when the row of the key is busy: the end is never skipped', async () => {
    const tenant = await makeTenant(world);
    await rotate(tenant, 'first_use');
    let first: Promise<number> | undefined;

    await inTransaction(world.pool, async (blocker) => {
      await blocker.query('SELECT FROM api_key WHERE id = $1 FOR NO KEY UPDATE', [tenant.keyId]);
      first = read(tenant, NEW);
      await statementsWaiting(world);
    });

    expect(await first).toBe(200);
    expect(await read(tenant, OLD)).toBe(401);
  });

  test('also when many come first at the same time', async () => {
    const tenants = await Promise.all(Array.from({ length: 6 }, () => makeTenant(world)));
    await Promise.all(tenants.map((tenant) => rotate(tenant, 'first_use')));

    const uses = tenants.flatMap((tenant) => [
      ...Array.from({ length: 4 }, () => read(tenant, NEW)),
      ...Array.from({ length: 4 }, () => write(tenant, NEW)),
    ]);

    for (const outcome of await Promise.all(uses)) expect(outcome).not.toBe('refused');
    for (const tenant of tenants) expect(await read(tenant, OLD)).toBe(401);
  });
});

describe('rotating', () => {
  test('waits for a commit that the old secret had begun; nobody begins one meanwhile', async () => {
    const tenant = await makeTenant(world);
    const events: string[] = [];
    let rotation: Promise<unknown> | undefined;

    await inTransaction(world.pool, async (tx) => {
      expect(await lock(tx, tenant, OLD)).toHaveLength(1);
      rotation = rotate(tenant, 'now').then(() => events.push('rotated'));

      // The mark is committed although this transaction holds its lock …
      await vi.waitFor(async () => {
        const key = await world.db.apiKey.findFirstOrThrow({ where: { id: tenant.keyId } });
        expect(key.secretNumber).toBe(NEW);
      }, EVENTUALLY);
      // … and from then on no other commit can lock the key for the old secret.
      expect(await inTransaction(world.pool, (other) => lock(other, tenant, OLD))).toEqual([]);
      events.push('committing');
    });
    await rotation;

    expect(events).toEqual(['committing', 'rotated']);
  });

  test('is not starved by a key that is locked without a pause', async () => {
    const tenant = await makeTenant(world);
    let isRotated = false;
    let commits = 0;
    const busy = Array.from({ length: 4 }, async () => {
      while (!isRotated) {
        await inTransaction(world.pool, async (tx) => {
          await lock(tx, tenant, OLD);
          await tx.query('SELECT pg_sleep(0.005)');
        });
        commits += 1;
      }
    });
    await vi.waitFor(() => expect(commits).toBeGreaterThan(8), EVENTUALLY);

    await rotate(tenant, 'now');
    isRotated = true;

    await Promise.all(busy);
    expect(await read(tenant, OLD)).toBe(401);
  });

  test('many times at once gives every rotation a secret of its own, and one that works', async () => {
    const tenant = await makeTenant(world);

    const made = await Promise.all(Array.from({ length: 5 }, () => rotate(tenant, 'now')));

    const keys = createKeyCache(world.pool);
    const found = await Promise.all(made.map(({ secret }) => keys.find(secret)));
    const numbers = found.flatMap((record) => record?.secretNumber ?? []);
    expect(new Set(made.map(({ secret }) => secret)).size).toBe(5);
    // The last one, and the one before it under its name only.
    expect(numbers.toSorted()).toEqual([5, 6]);
    expect(await read(tenant, 6)).toBe(200);
    expect(await read(tenant, 5)).toBe(401);
  });

  test('is refused for what is not a live key of the workspace', async () => {
    const tenant = await makeTenant(world);
    const stranger = await makeTenant(world);
    const { workspaceId } = tenant;
    const { apiKey: short } = await createApiKey(world.db, operator(), {
      workspaceId,
      name: 'Short',
      scope: 'all_access',
      expiresAt: new Date(Date.now() + MINUTE_MS),
    });
    const later = { userId: null, at: new Date(Date.now() + 2 * MINUTE_MS) };

    await expect(
      rotateApiKey(world.db, later, { workspaceId, id: short.id, grace: 'now' }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      rotate({ ...tenant, workspaceId: stranger.workspaceId }, 'now'),
    ).rejects.toMatchObject({ code: 'not_found' });
    await deleteApiKey(world.db, operator(), { workspaceId, id: tenant.keyId });
    await expect(rotate(tenant, 'now')).rejects.toMatchObject({ code: 'not_found' });
    await expect(endPrevious(tenant)).rejects.toMatchObject({ code: 'not_found' });
  });
});
