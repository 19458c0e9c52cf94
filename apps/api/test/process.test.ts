import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDb, EVENTUALLY } from '@tented/db/test-db';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCli, STARTS_PROCESSES, startServerProcess } from './support/process.ts';

let dir: string;

vi.setConfig(STARTS_PROCESSES);

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tented-process-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const keyIn = (banner: string) => /Bearer (tented_\w+)/.exec(banner)![1]!;
const me = (url: string, key: string) =>
  fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${key}` } });
const postmasterPid = async (dataDir: string) =>
  Number((await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('a server with its embedded database', () => {
  test('starts on nothing, serves the demo, is joined by commands, survives kill -9, stops clean', async () => {
    const dataDir = path.join(dir, 'embedded');
    const env = { DATA_DIR: dataDir };
    const first = await startServerProcess(env);
    expect(first.banner).toContain('demo@tented.local / tented-demo');
    const key = keyIn(first.banner);
    expect((await me(first.url, key)).status).toBe(200);

    const beside = await runCli(['key', 'list', '--workspace', 'demo', '--json'], env);
    expect(JSON.parse(beside.stdout)).toMatchObject([{ name: 'Demo key', status: 'active' }]);

    const orphan = await postmasterPid(dataDir);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(isAlive(orphan)).toBe(true);

    const second = await startServerProcess(env);
    expect(keyIn(second.banner)).toBe(key);
    expect(await postmasterPid(dataDir)).toBe(orphan);
    const usage = await fetch(`${second.url}/v1/usage`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const { data } = (await usage.json()) as { data: unknown };
    expect(data).toMatchObject([{ path: '/v1/me', status: 200 }]);

    second.child.kill('SIGTERM');
    expect((await second.ended).code).toBe(0);
    // PostgreSQL removes this file when it has shut down, and only then.
    await expect(postmasterPid(dataDir)).rejects.toThrow(/ENOENT/);
  });

  test('comes back by itself when PostgreSQL is killed under it', async () => {
    const dataDir = path.join(dir, 'killed');
    const server = await startServerProcess({ DATA_DIR: dataDir });
    const key = keyIn(server.banner);

    process.kill(await postmasterPid(dataDir), 'SIGKILL');

    await vi.waitFor(async () => expect((await me(server.url, key)).status).toBe(200), {
      timeout: 15_000,
    });
    server.child.kill('SIGINT');
    expect((await server.ended).code).toBe(0);
  });
});

describe('in production', () => {
  test('there is no demo: the first sign-up makes the first workspace', async () => {
    await using testDb = await createTestDb();
    const server = await startServerProcess({
      DATABASE_URL: testDb.url,
      DATA_DIR: path.join(dir, 'production'),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
    });

    expect(server.banner).toContain('Sign up in the web app');
    expect(server.banner).not.toContain('demo');
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
  });
});

test('a port that is taken is named, and nothing is left running', async () => {
  await using testDb = await createTestDb();
  const env = { DATABASE_URL: testDb.url, DATA_DIR: path.join(dir, 'port') };
  const server = await startServerProcess(env);
  const { port } = new URL(server.url);

  await expect(startServerProcess({ ...env, PORT: port })).rejects.toThrow(`Port ${port} is taken`);

  server.child.kill('SIGTERM');
  await server.ended;
});

test('SIGTERM with a request that never ends: it stops all the same', async () => {
  await using testDb = await createTestDb();
  const env = { DATABASE_URL: testDb.url, DATA_DIR: path.join(dir, 'stuck') };
  const server = await startServerProcess(env);
  const socket = connect(Number(new URL(server.url).port), 'localhost');
  socket.on('error', () => {});
  const head = `Authorization: Bearer ${keyIn(server.banner)}\r\nContent-Type: application/json\r\nContent-Length: 100`;
  socket.write(`POST /v1/contacts HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n{`);
  await vi.waitFor(() => expect(socket.bytesWritten).toBeGreaterThan(100), EVENTUALLY);

  server.child.kill('SIGTERM');

  expect((await server.ended).code).toBe(0);
});

test('SIGTERM under load: every answer is a complete one, every row has its answer', async () => {
  await using testDb = await createTestDb();
  const server = await startServerProcess({
    DATABASE_URL: testDb.url,
    DATA_DIR: path.join(dir, 'load'),
  });
  const key = keyIn(server.banner);
  const answered: string[] = [];
  let isStopped = false;
  const clients = Array.from({ length: 16 }, async () => {
    while (!isStopped) {
      const response = await me(server.url, key).catch(() => undefined);
      if (!response) return;
      await response.text();
      expect([200, 503]).toContain(response.status);
      if (response.status === 200) answered.push(response.headers.get('x-request-id')!);
    }
  });
  await vi.waitFor(() => expect(answered.length).toBeGreaterThan(200), EVENTUALLY);

  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  isStopped = true;
  await Promise.all(clients);

  const { openDatabase } = await import('@tented/db');
  const database = openDatabase(testDb.url);
  const rows = await database.db.usageLog.findMany({
    where: { status: 200 },
    select: { id: true },
  });
  await database.close();
  const logged = new Set(rows.map(({ id }) => id));
  expect(answered.filter((id) => !logged.has(id))).toEqual([]);
});
