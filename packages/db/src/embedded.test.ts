import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { findTemporaryDir, openEmbedded, type EmbeddedPostgres } from './embedded.ts';
import { EVENTUALLY } from './test-db.ts';

const SETTINGS = { fsync: 'off' };

let origin: string;
let parent: string;
let dataDir: string;
let opened: EmbeddedPostgres[] = [];

// Creating a cluster takes longer than everything else; most tests start with a copy.
beforeAll(async () => {
  origin = await makeParent();
  await (await openEmbedded({ dataDir: path.join(origin, 'data'), settings: SETTINGS })).close();
});

afterAll(() => fs.rm(origin, { recursive: true }));

beforeEach(async () => {
  parent = await makeParent();
  dataDir = path.join(parent, 'data');
  await promisify(execFile)('cp', ['-a', path.join(origin, 'data'), dataDir]);
});

afterEach(async () => {
  for (const postgres of opened) await postgres.close();
  opened = [];
  await fs.rm(parent, { recursive: true });
});

async function makeParent(): Promise<string> {
  const directory = await fs.mkdtemp(path.join(await findTemporaryDir(), 'embedded-'));
  await fs.chmod(directory, 0o711);
  return directory;
}

async function open(): Promise<EmbeddedPostgres> {
  const postgres = await openEmbedded({ dataDir, settings: SETTINGS });
  opened.push(postgres);
  return postgres;
}

/** Another process that has the database open until told to close it. */
async function openElsewhere() {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { openEmbedded } from ${JSON.stringify(import.meta.resolve('./embedded.ts'))};
       const { url, close } = await openEmbedded(${JSON.stringify({ dataDir, settings: SETTINGS })});
       process.stdin.once('data', () => close().then(() => process.exit()));
       console.log(url);`,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const [url] = (await once(child.stdout, 'data')) as [Buffer];

  return {
    url: url.toString().trim(),
    async close() {
      child.stdin.write('close\n');
      expect(await exited).toEqual([0, null]);
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function query<T>(url: string, sql: string): Promise<T | undefined> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0] as T | undefined;
  } finally {
    await client.end();
  }
}

const lockFile = () => path.join(dataDir, 'postgres/postmaster.pid');

async function readPid(): Promise<number> {
  return Number.parseInt(await fs.readFile(lockFile(), 'utf8'), 10);
}

const isAnswering = (url: string) =>
  query(url, 'SELECT 1').then(
    () => true,
    () => false,
  );

describe('openEmbedded', () => {
  test('data, password and port outlive a restart, and closing stops the server', async () => {
    const first = await open();
    await query(first.url, 'CREATE TABLE tent AS SELECT 7 AS id');
    await first.close();
    expect(await isAnswering(first.url)).toBe(false);

    const second = await open();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT id FROM tent')).toBe(7);
  });

  test('new data is closed to others and text sorts the same everywhere', async () => {
    await fs.rm(dataDir, { recursive: true });
    const { url } = await open();

    const { mode } = await fs.stat(dataDir);
    expect(mode & 0o007).toBe(0);
    expect((await fs.stat(path.join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect(await query(url, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(await query(url, 'SHOW synchronous_commit')).toBe('on');
    expect(
      await query(
        url,
        `SELECT pg_encoding_to_char(encoding) || ' ' || datlocprovider::text || ' ' || datlocale
           FROM pg_database WHERE datname = 'tented'`,
      ),
    ).toBe('UTF8 b C.UTF-8');
    await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow('password');
  });

  test('the last of several processes to close stops the server, whoever started it', async () => {
    const here = await open();
    const there = await openElsewhere();
    expect(there.url).toBe(here.url);

    await here.close();
    expect(await isAnswering(there.url)).toBe(true);
    await there.close();
    expect(await isAnswering(there.url)).toBe(false);
  });

  test('several that start at once on nothing end up in the same database', async () => {
    await fs.rm(dataDir, { recursive: true });
    const [here, there] = await Promise.all([open(), openElsewhere()]);
    expect(there.url).toBe(here.url);

    await Promise.all([here.close(), there.close()]);
    expect(await isAnswering(here.url)).toBe(false);
    expect((await fs.readdir(dataDir)).filter((name) => name.includes('.'))).toEqual([
      'postgres.log',
    ]);
  });

  test('one that closes and one that opens at the same moment do not hinder each other', async () => {
    for (let round = 0; round < 3; round++) {
      const leaving = await open();
      const [, staying] = await Promise.all([leaving.close(), open()]);
      expect(await query(staying.url, 'SELECT 1')).toBe(1);
      await staying.close();
    }
  });

  test('a killed PostgreSQL comes back on the same port with what was committed', async () => {
    const { url } = await open();
    await query(url, 'CREATE TABLE tent AS SELECT 7 AS id');
    const pid = await readPid();
    process.kill(pid, 'SIGKILL');

    await vi.waitFor(async () => {
      expect(await query(url, 'SELECT id FROM tent')).toBe(7);
      expect(await readPid()).not.toBe(pid);
    }, EVENTUALLY);
  });

  test('the database of a killed process is taken over by the next', async () => {
    const killed = await openElsewhere();
    const pid = await readPid();
    await killed.kill();

    const next = await open();
    expect(await readPid()).toBe(pid);
    await next.close();
    expect(await isAnswering(next.url)).toBe(false);
  });

  test('a process that was given the number of a dead PostgreSQL is no obstacle', async () => {
    const killed = await openElsewhere();
    const pid = await readPid();
    await killed.kill();
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(async () => expect(await isAnswering(killed.url)).toBe(false), EVENTUALLY);
    const bystander = spawn('sleep', ['60']);
    const lock = await fs.readFile(lockFile(), 'utf8');
    await fs.writeFile(lockFile(), lock.replace(/^\d+/, String(bystander.pid)));

    const next = await open();
    expect(await query(next.url, 'SELECT 1')).toBe(1);
    expect(bystander.exitCode).toBe(null);
    bystander.kill();
  });

  test('a port that somebody else has taken is replaced by another', async () => {
    const first = await open();
    await first.close();
    const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
    await once(squatter, 'listening');

    const second = await open();
    expect(second.url).not.toBe(first.url);
    expect(await query(second.url, 'SELECT 1')).toBe(1);
    squatter.close();
  });

  test('a server that cannot start says why and what to do', async () => {
    const start = openEmbedded({ dataDir, settings: { ...SETTINGS, shared_buffers: 'much' } });

    await expect(start).rejects.toThrow(/invalid value for parameter "shared_buffers"/);
    await expect(start).rejects.toThrow(/DATABASE_URL/);
  });

  test('a lost password file is named', async () => {
    await (await open()).close();
    await fs.rm(path.join(dataDir, 'postgres-password'));

    await expect(open()).rejects.toThrow(`${dataDir}/postgres-password`);
  });
});
