import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { EVENTUALLY } from '@tented/db/test-db';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { makeTenant, openTestWorld, type TestWorld } from '../testing.ts';
import { createApiKey, deleteApiKey, renameApiKey } from './api-keys.ts';
import { createKeyCache, type KeyCache } from './key-cache.ts';
import { listenForKeyChanges } from './key-listener.ts';
import { newSecret } from './secret.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const operator = { userId: null, at: new Date() };

/** A pool that counts what it is asked, and holds its answers back while `isHeld`. */
function watchedPool() {
  const watch = { queries: 0, release: () => {}, held: Promise.resolve() };
  const pool = Object.assign(Object.create(world.pool) as typeof world.pool, {
    query: async (...args: unknown[]) => {
      watch.queries += 1;
      const answer = await (world.pool.query as (...all: unknown[]) => Promise<unknown>)(...args);
      await watch.held;
      return answer;
    },
  });
  return {
    pool,
    watch,
    hold() {
      watch.held = new Promise((resolve) => {
        watch.release = resolve;
      });
    },
  };
}

describe('what is remembered', () => {
  test('is bounded: the key that was not used for longest makes room', async () => {
    const { pool, watch } = watchedPool();
    const keys = createKeyCache(pool, { keysMax: 2 });
    const [first, second, third] = [
      await makeTenant(world),
      await makeTenant(world),
      await makeTenant(world),
    ];
    await keys.find(first.secret);
    await keys.find(second.secret);
    await keys.find(first.secret);
    expect(watch.queries).toBe(2);

    await keys.find(third.secret);
    await keys.find(first.secret);
    expect(watch.queries).toBe(3);

    expect(await keys.find(second.secret)).toMatchObject({ id: second.keyId });
    expect(watch.queries).toBe(4);
  });

  test('is never that a token is unknown: a key works the moment it exists', async () => {
    const { workspaceId } = await makeTenant(world);
    const keys = createKeyCache(world.pool);
    const secret = newSecret();
    expect(await keys.find(secret)).toBeNull();

    const { apiKey } = await createApiKey(world.db, operator, {
      workspaceId,
      name: 'New',
      scope: 'all_access',
      secret,
    });

    expect(await keys.find(secret)).toMatchObject({ id: apiKey.id });
  });

  test('is not what was read before a change of which the notice came first', async () => {
    const { pool, watch, hold } = watchedPool();
    const keys = createKeyCache(pool);
    const { secret, workspaceId, keyId } = await makeTenant(world);
    hold();
    const stale = keys.find(secret);
    await vi.waitFor(() => expect(watch.queries).toBe(1), EVENTUALLY);
    await renameApiKey(world.db, operator, { workspaceId, id: keyId, name: 'Renamed' });
    keys.forget(keyId);
    watch.release();
    await stale;

    expect(await keys.find(secret)).toMatchObject({ name: 'Renamed' });
  });
});

describe('notices between servers', () => {
  const listeners = async () => {
    const { rows } = await world.pool.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
       AND (query LIKE 'LISTEN%' OR query = 'SELECT 1')`,
    );
    return rows.map(({ pid }) => pid);
  };

  /** Straight in the database, so that no notice tells of it. */
  const markDeleted = (id: string) =>
    world.db.apiKey.updateMany({ where: { id }, data: { deletedAt: operator.at } });

  async function expectHeard(keys: KeyCache): Promise<void> {
    const { secret, workspaceId, keyId } = await makeTenant(world);
    expect(await keys.find(secret)).toMatchObject({ deletedAt: null });
    await deleteApiKey(world.db, operator, { workspaceId, id: keyId });
    await vi.waitFor(async () => {
      expect(await keys.find(secret)).toMatchObject({ deletedAt: operator.at });
    }, EVENTUALLY);
  }

  test('a connection that breaks is made again, and what it missed is not believed', async () => {
    const keys = createKeyCache(world.pool);
    const listener = listenForKeyChanges(world.url, keys);
    await expectHeard(keys);
    const missed = await makeTenant(world);
    expect(await keys.find(missed.secret)).toMatchObject({ deletedAt: null });

    const [pid] = await listeners();
    await markDeleted(missed.keyId);
    await world.pool.query('SELECT pg_terminate_backend($1)', [pid]);

    await vi.waitFor(async () => {
      expect(await keys.find(missed.secret)).toMatchObject({ deletedAt: operator.at });
      const [again] = await listeners();
      expect(again).toBeGreaterThan(0);
      expect(again).not.toBe(pid);
    }, EVENTUALLY);
    await expectHeard(keys);
    await listener.close();
  });

  test('a connection that only went silent is noticed, and made again', async () => {
    await using line = await openLine(world.url);
    const keys = createKeyCache(world.pool);
    const listener = listenForKeyChanges(line.url, keys, { heartbeatMs: 50 });
    await expectHeard(keys);
    const missed = await makeTenant(world);
    expect(await keys.find(missed.secret)).toMatchObject({ deletedAt: null });

    line.silence();
    await markDeleted(missed.keyId);

    await vi.waitFor(async () => {
      expect(await keys.find(missed.secret)).toMatchObject({ deletedAt: operator.at });
    }, EVENTUALLY);
    await expectHeard(keys);
    await listener.close();
  });
});

/** A line to PostgreSQL whose present connections can be made to lose every byte. */
async function openLine(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.pipe(upstream).pipe(client);
    client.on('close', () => upstream.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening.');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${address.port}`;
  return {
    url: url.href,
    silence() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
