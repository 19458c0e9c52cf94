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
import { createUsageWriter } from '../usage/usage-writer.ts';
import { type LiveKey, lockLiveKeys } from '../usage/lock-live-keys.ts';
import { createApiKey, deleteApiKey, findApiKey, listApiKeys, renameApiKey } from './api-keys.ts';
import { createKeyCache, FIND_KEY } from './key-cache.ts';
import { listenForKeyChanges } from './key-listener.ts';
import { newSecret } from './secret.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const at = new Date('2026-03-13T15:40:00Z');
const operator = { userId: null, at };

describe('createApiKey', () => {
  test('stores a hash and nothing else of the secret', async () => {
    const { workspaceId, secret } = await makeTenant(world);

    const stored = await world.pool.query(
      'SELECT api_key::text AS text FROM api_key WHERE workspace_id = $1',
      [workspaceId],
    );
    const audited = await world.pool.query('SELECT audit_entry::text AS text FROM audit_entry');

    expect(stored.rows).toHaveLength(1);
    for (const { text } of [...stored.rows, ...audited.rows]) expect(text).not.toContain(secret);
  });

  test('is refused on the Free plan and leaves nothing', async () => {
    const { workspaceId } = await makeTenant(world);
    await world.db.workspace.update({ where: { id: workspaceId }, data: { plan: 'free' } });

    await expect(
      createApiKey(world.db, operator, { workspaceId, name: 'Late', scope: 'all_access' }),
    ).rejects.toMatchObject({ code: 'plan_required' });
    expect(await world.db.apiKey.count({ where: { workspaceId } })).toBe(1);
  });

  test('refuses an expiry that has passed', async () => {
    const { workspaceId } = await makeTenant(world);

    await expect(
      createApiKey(world.db, operator, {
        workspaceId,
        name: 'Old',
        scope: 'all_access',
        expiresAt: at,
      }),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });
});

describe('listApiKeys', () => {
  test('newest first, with status and creator; deleted ones only when asked for', async () => {
    const { workspaceId, userId, keyId } = await makeTenant(world, { at });
    const later = { userId, at: new Date(at.getTime() + 1_000) };
    const { apiKey } = await createApiKey(world.db, later, {
      workspaceId,
      name: 'Short',
      scope: 'read_only',
      expiresAt: new Date('2026-04-01T00:00:00Z'),
    });
    await deleteApiKey(world.db, later, { workspaceId, id: keyId });

    const inMay = { workspaceId, at: new Date('2026-05-01T00:00:00Z') };
    expect(await listApiKeys(world.db, inMay)).toMatchObject([
      { id: apiKey.id, status: 'expired', scope: 'read_only', createdBy: { name: 'Ada' } },
    ]);
    expect(await listApiKeys(world.db, { ...inMay, withDeleted: true })).toMatchObject([
      { id: apiKey.id },
      { id: keyId, status: 'deleted' },
    ]);
  });
});

describe('renameApiKey', () => {
  test("another workspace's key is not found, and keeps its name", async () => {
    const { workspaceId, keyId } = await makeTenant(world);
    const stranger = await makeTenant(world);

    await expect(
      renameApiKey(world.db, operator, {
        workspaceId: stranger.workspaceId,
        id: keyId,
        name: 'Mine',
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(
      await renameApiKey(world.db, operator, { workspaceId, id: keyId, name: 'New' }),
    ).toMatchObject({
      name: 'New',
    });
  });
});

describe('findApiKey', () => {
  test('by id, by masked key, by the start of the key', async () => {
    const { workspaceId, keyId, secret } = await makeTenant(world);
    const find = (idOrPrefix: string) => findApiKey(world.db, { workspaceId, idOrPrefix, at });
    const { prefix } = await find(keyId);

    expect(await find(prefix)).toMatchObject({ id: keyId });
    expect(await find(secret.slice(0, 11))).toMatchObject({ id: keyId });
    await expect(find('tented_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('deleteApiKey', () => {
  const lockKeys = (tx: SqlTx, ...tenants: TestTenant[]) =>
    lockLiveKeys(tx, {
      keys: tenants.map((tenant) => tenant.caller()),
      now: new Date(),
    });

  test('waits for a commit that had locked the key, and nobody can lock it meanwhile', async () => {
    const tenant = await makeTenant(world);
    const { workspaceId, keyId } = tenant;
    const events: string[] = [];
    let deletion: Promise<unknown> | undefined;

    await inTransaction(world.pool, async (tx) => {
      expect(await lockKeys(tx, tenant)).toHaveLength(1);
      deletion = deleteApiKey(world.db, operator, { workspaceId, id: keyId }).then(() =>
        events.push('deleted'),
      );

      // The mark is committed although this transaction holds its lock …
      await vi.waitFor(async () => {
        const key = await world.db.apiKey.findFirstOrThrow({ where: { id: keyId } });
        expect(key.deletedAt).not.toBeNull();
      }, EVENTUALLY);
      // … and from then on no other commit can lock the key.
      const late = await inTransaction(world.pool, (other) => lockKeys(other, tenant));
      expect(late).toEqual([]);
      events.push('committing');
    });
    await deletion;

    expect(events).toEqual(['committing', 'deleted']);
  });

  test('a lock that waited for another key does not take one that was deleted meanwhile', async () => {
    // Keys are locked in the order of their ids: the first holds up the batch, the second is deleted.
    const first = await makeTenant(world, { at: new Date('2026-01-01T00:00:00Z') });
    const second = await makeTenant(world, { at: new Date('2026-02-01T00:00:00Z') });
    let batch: Promise<LiveKey[]> | undefined;

    await inTransaction(world.pool, async (blocker) => {
      await blocker.query('SELECT FROM api_key WHERE id = $1 FOR UPDATE', [first.keyId]);
      batch = inTransaction(world.pool, (tx) => lockKeys(tx, first, second));
      await statementsWaiting(world);

      await deleteApiKey(world.db, operator, { workspaceId: second.workspaceId, id: second.keyId });
    });

    expect(await batch).toMatchObject([{ keyId: first.keyId }]);
  });

  test('is not starved by a key that is locked without a pause', async () => {
    const tenant = await makeTenant(world);
    let isDeleted = false;
    let commits = 0;
    const busy = Array.from({ length: 4 }, async () => {
      while (!isDeleted) {
        await inTransaction(world.pool, async (tx) => {
          await lockKeys(tx, tenant);
          await tx.query('SELECT pg_sleep(0.005)');
        });
        commits += 1;
      }
    });
    await vi.waitFor(() => expect(commits).toBeGreaterThan(8), EVENTUALLY);

    await deleteApiKey(world.db, operator, { workspaceId: tenant.workspaceId, id: tenant.keyId });
    isDeleted = true;

    await Promise.all(busy);
  });

  test('after it has returned no row says that the key opened anything', async () => {
    const tenant = await makeTenant(world);
    const usage = createUsageWriter({ pool: world.pool, clock: () => new Date() });
    const statuses: { status: number; wasSentAfter: boolean }[] = [];
    let isDeleted = false;
    const send = async () => {
      const wasSentAfter = isDeleted;
      const { status } = await usage.append(usageRowOf(tenant.caller()), { needsKey: true });
      statuses.push({ status, wasSentAfter });
    };
    const clients = Array.from({ length: 8 }, async () => {
      while (!isDeleted) await send();
      await send();
    });
    await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(20), EVENTUALLY);

    await deleteApiKey(world.db, operator, { workspaceId: tenant.workspaceId, id: tenant.keyId });
    isDeleted = true;
    await Promise.all(clients);

    expect(statuses.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    const late = statuses.filter(({ wasSentAfter }) => wasSentAfter);
    expect(late.length).toBeGreaterThanOrEqual(8);
    expect(new Set(late.map(({ status }) => status))).toEqual(new Set([401]));
  });

  test('cannot be done twice', async () => {
    const { workspaceId, keyId } = await makeTenant(world);
    await deleteApiKey(world.db, operator, { workspaceId, id: keyId });

    await expect(
      deleteApiKey(world.db, operator, { workspaceId, id: keyId }),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('the key cache', () => {
  test('asks the database once, and never for what cannot be a key', async () => {
    const { secret, keyId } = await makeTenant(world);
    let queries = 0;
    const counted = Object.assign(Object.create(world.pool) as typeof world.pool, {
      query: (...args: unknown[]) => {
        queries += 1;
        return (world.pool.query as (...all: unknown[]) => unknown)(...args);
      },
    });
    const keys = createKeyCache(counted);

    await Promise.all([keys.find(secret), keys.find(secret)]);
    expect(await keys.find(secret)).toMatchObject({ id: keyId });
    expect(queries).toBe(1);

    expect(await keys.find('tented_nonsense')).toBeNull();
    expect(queries).toBe(1);

    const unknown = newSecret();
    expect(await keys.find(unknown)).toBeNull();
    expect(await keys.find(unknown)).toBeNull();
    expect(queries).toBe(3);
  });

  test('finds a key by the indexes over its hashes, never by reading all keys', async () => {
    const explained = await inTransaction(world.pool, async (tx) => {
      await tx.query('SET LOCAL plan_cache_mode = force_generic_plan');
      await tx.query(`PREPARE found (bytea) AS ${FIND_KEY.text}`);
      return tx.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE found ('\\x00')`);
    });

    const plan = explained.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toMatch(/Index Scan using api_key_hash_key/);
    expect(plan).toMatch(/Index Scan using api_key_previous_hash_key/);
    expect(plan).not.toMatch(/Seq Scan/);
  });

  test('hears of a deletion by another server', async () => {
    const { secret, workspaceId, keyId } = await makeTenant(world);
    const keys = createKeyCache(world.pool);
    const listener = listenForKeyChanges(world.url, keys);

    expect(await keys.find(secret)).toMatchObject({ deletedAt: null });
    await deleteApiKey(world.db, operator, { workspaceId, id: keyId });

    await vi.waitFor(async () => {
      expect(await keys.find(secret)).toMatchObject({ deletedAt: at });
    }, EVENTUALLY);
    await listener.close();
  });
});
