import { createTestDb, type TestDb } from '@tented/db/test-db';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '@tented/db';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCli, STARTS_PROCESSES } from './support/process.ts';

let testDb: TestDb;
let dataDir: string;

vi.setConfig(STARTS_PROCESSES);

beforeAll(async () => {
  testDb = await createTestDb();
  dataDir = await mkdtemp(path.join(tmpdir(), 'tented-cli-'));
});
afterAll(async () => {
  await rm(dataDir, { recursive: true });
  await testDb.close();
});

const tented = (...args: string[]) => runCli(args, { DATABASE_URL: testDb.url, DATA_DIR: dataDir });

test('from nothing to a key, and to its end', async () => {
  const user = await tented(
    'user',
    'create',
    '--email',
    'Ada@example.com',
    '--password',
    'engine-no-1',
    '--name',
    'Ada',
  );
  expect(user).toMatchObject({ code: 0, stdout: 'Created ada@example.com.\n' });

  const workspace = await tented(
    'workspace',
    'create',
    '--name',
    'Ada & Co',
    '--plan',
    'pro',
    '--owner',
    'ada@example.com',
    '--json',
  );
  expect(JSON.parse(workspace.stdout)).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    slug: 'ada-co',
    name: 'Ada & Co',
    plan: 'pro',
  });

  const created = await tented('key', 'create', '--workspace', 'ada-co', '--name', 'Plain');
  expect(created).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^tented_[0-9A-Za-z]{36}\n$/),
  });

  const json = await tented(
    '--json',
    'key',
    'create',
    '--workspace',
    'ada-co',
    '--name',
    'Short',
    '--scope',
    'read_only',
    '--expires',
    '30d',
  );
  expect(JSON.parse(json.stdout)).toMatchObject({
    id: expect.any(String),
    prefix: expect.stringMatching(/^tented_....….{4}$/u),
    key: expect.stringMatching(/^tented_/),
    scope: 'read_only',
  });

  const rotated = await tented(
    'key',
    'rotate',
    '--workspace',
    'ada-co',
    '--key',
    created.stdout.slice(0, 11),
    '--grace',
    'first-use',
    '--json',
  );
  expect(JSON.parse(rotated.stdout)).toMatchObject({
    name: 'Plain',
    key: expect.stringMatching(/^tented_[0-9A-Za-z]{36}$/),
    previous_prefix: expect.stringContaining(created.stdout.slice(0, 11)),
    previous_until: null,
  });

  const deleted = await tented(
    'key',
    'delete',
    '--workspace',
    'ada-co',
    '--key',
    JSON.parse(rotated.stdout).prefix,
  );
  expect(deleted).toMatchObject({ code: 0, stdout: expect.stringContaining('Deleted "Plain"') });
  const list = await tented('key', 'list', '--workspace', 'ada-co', '--json');
  expect(JSON.parse(list.stdout).map(({ name }: { name: string }) => name)).toEqual(['Short']);

  const credits = await tented('credits', '--workspace', 'ada-co', '--json');
  expect(JSON.parse(credits.stdout)).toMatchObject({
    plan: 'pro',
    allowance: 100,
    used: 0,
    remaining: 100,
  });
});

test('credits verify exits 0 on agreement and 1 on any difference', async () => {
  expect(await tented('credits', 'verify')).toMatchObject({ code: 0 });

  const database = openDatabase(testDb.url);
  const { id: workspaceId } = await database.db.workspace.create({
    data: { id: '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10', slug: 'odd', name: 'Odd', plan: 'pro' },
  });
  await database.db.creditPeriod.create({
    data: {
      workspaceId,
      startsAt: new Date('2026-03-01T00:00:00Z'),
      allowance: 100,
      allowanceMax: 100,
      used: 3,
    },
  });
  await database.close();

  const verified = await tented('credits', 'verify');
  expect(verified.code).toBe(1);
  expect(verified.stdout).toMatch(/odd +2026-03 +3 +0 +0\n1 period checked, 1 with a difference\./);
});

test.each([
  ['an unknown workspace', ['key', 'list', '--workspace', 'nope'], 'Workspace "nope" not found'],
  [
    'an unknown plan',
    ['workspace', 'plan', '--workspace', 'x', '--plan', 'gold'],
    'free, pro, max',
  ],
  [
    'an unknown grace',
    ['key', 'rotate', '--workspace', 'x', '--key', 'x', '--grace', '2h'],
    'now, 1h, 24h, first-use',
  ],
  ['a missing option', ['key', 'create', '--workspace', 'x'], "required option '--name"],
  [
    'an expiry that is none',
    ['key', 'create', '--workspace', 'x', '--name', 'x', '--expires', 'soon'],
    'days such as 30d',
  ],
  [
    'a blank name',
    ['key', 'create', '--workspace', 'ada-co', '--name', '  '],
    'The name is not valid',
  ],
  [
    'a name of many lines',
    ['key', 'create', '--workspace', 'ada-co', '--name', 'a\nb'],
    'one line',
  ],
  [
    'an expiry in another age',
    [
      'key',
      'create',
      '--workspace',
      'ada-co',
      '--name',
      'x',
      '--expires',
      '+200000-01-01T00:00:00Z',
    ],
    '100 years',
  ],
  [
    'a short password',
    ['user', 'create', '--email', 'b@example.com', '--password', 'x'],
    'Password too short',
  ],
  [
    'an owner nobody knows',
    ['workspace', 'create', '--name', 'x', '--plan', 'pro', '--owner', 'no@example.com'],
    'Nobody has the email',
  ],
])('%s: exit 1 and the reason on stderr alone', async (_, args, reason) => {
  const finished = await tented(...args);

  expect(finished).toMatchObject({ code: 1, stdout: '' });
  expect(finished.stderr).toContain(reason);
  expect(finished.stderr).not.toMatch(/\n +at /);
});

test('a database that is not there is said in a line', async () => {
  const finished = await runCli(['credits', 'verify'], {
    DATABASE_URL: 'postgresql://127.0.0.1:1/none',
    DATA_DIR: dataDir,
  });

  expect(finished).toMatchObject({ code: 1, stdout: '' });
  expect(finished.stderr).toMatch(/ECONNREFUSED/);
  expect(finished.stderr).not.toMatch(/\n +at /);
});
