import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { EVENTUALLY } from '@tented/db/test-db';
import { expect, test, vi } from 'vitest';
import { createRateLimits } from '../src/rate-limits/rate-limits.ts';

/** Servers that the machine has: nothing is installed for a test, so there may be none. */
const REDIS_SERVERS = ['redis-server', 'valkey-server'].filter(isInstalled);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

test('without its Redis, a server counts by itself, and says so once', async () => {
  const onRedisLost = vi.fn<(error: Error) => void>();
  const redisUrl = `redis://127.0.0.1:${await freePort()}`;
  const limits = createRateLimits({ perMinute: 2, redisUrl, onRedisLost });

  const standings = [];
  for (let n = 0; n < 3; n++) standings.push(await limits.keys!.take('a', Date.now()));

  expect(standings).toMatchObject([
    { isAllowed: true, remaining: 1 },
    { isAllowed: true, remaining: 0 },
    { isAllowed: false, remaining: 0 },
  ]);
  await vi.waitFor(() => expect(onRedisLost).toHaveBeenCalledOnce(), EVENTUALLY);
  await limits.close();
});

test.each(REDIS_SERVERS)(
  '%s: two servers share one limit, and count by themselves while it is away',
  async (redisServer) => {
    const port = await freePort();
    const redis = await startRedis(redisServer, port);
    const options = { perMinute: 4, redisUrl: `redis://127.0.0.1:${port}` };
    const servers = [createRateLimits(options), createRateLimits(options)];
    await vi.waitFor(async () => {
      const name = randomUUID();
      const seen = await Promise.all(servers.map(async ({ docs }) => docs.take(name, Date.now())));
      expect(seen.map(({ remaining }) => remaining).toSorted()).toEqual([298, 299]);
    }, EVENTUALLY);

    const standings = [];
    for (let n = 0; n < 6; n++) {
      standings.push(await servers[n % 2]!.keys!.take('key', Date.now()));
    }

    expect(standings.map(({ isAllowed }) => isAllowed)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(standings.map(({ remaining }) => remaining)).toEqual([3, 2, 1, 0, 0, 0]);
    for (const { resetSeconds } of standings) {
      expect(resetSeconds).toBeGreaterThan(0);
      expect(resetSeconds).toBeLessThanOrEqual(60);
    }

    redis.kill('SIGKILL');
    await once(redis, 'exit');
    const alone = await Promise.all(servers.map(async ({ keys }) => keys!.take('key', Date.now())));
    expect(alone).toMatchObject([
      { isAllowed: true, remaining: 3 },
      { isAllowed: true, remaining: 3 },
    ]);
    await Promise.all(servers.map((limits) => limits.close()));
  },
);

function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version']).status === 0;
}

async function startRedis(command: string, port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await vi.waitFor(() => expect(text).toContain('Ready to accept connections'), EVENTUALLY);
  return child;
}
