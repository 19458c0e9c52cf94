import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Database, openDatabase } from '@tented/db';
import { createTestDb, type TestDb } from '@tented/db/test-db';
import { makeTenant, type TestTenant } from '@tented/core/testing';
import { ensureUsagePartitions } from '@tented/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCli, STARTS_PROCESSES } from './support/process.ts';

let testDb: TestDb;
let database: Database;
let dataDir: string;
let tenant: TestTenant;

const ROWS = 5_000;

vi.setConfig(STARTS_PROCESSES);

beforeAll(async () => {
  testDb = await createTestDb();
  dataDir = await mkdtemp(path.join(tmpdir(), 'tented-cli-'));
  database = openDatabase(testDb.url);
  await ensureUsagePartitions(database.pool, new Date(Date.now() - 60 * 60_000));
  tenant = await makeTenant(database);
  await database.pool.query(
    `INSERT INTO usage_log (workspace_id, id, key_id, occurred_at, method, path, status, duration_ms)
     SELECT $1, overlay(usage_log_first_id(at)::text placing '7000-8000' from 15 for 9)::uuid, $2, at,
            'GET', '/v1/' || n, CASE WHEN n % 1000 = 0 THEN 404 ELSE 200 END, 1
     FROM (SELECT n, date_trunc('milliseconds', now()) - interval '5 minutes' + n * interval '1 ms' AS at
           FROM generate_series(1, $3::int) n) t`,
    [tenant.workspaceId, tenant.keyId, ROWS],
  );
});
afterAll(async () => {
  await database.close();
  await rm(dataDir, { recursive: true });
  await testDb.close();
});

const env = () => ({ DATABASE_URL: testDb.url, DATA_DIR: dataDir });
const exported = (...args: string[]) =>
  runCli(['usage', 'export', '--workspace', tenant.slug, ...args], env());

test('the whole log, as CSV', async () => {
  const { code, stdout } = await exported();

  const lines = stdout.trimEnd().split('\r\n');
  expect(code).toBe(0);
  expect(lines).toHaveLength(1 + ROWS);
  expect(lines[1]).toContain(`,GET,/v1/${ROWS},`);
});

test('a part of it, and as JSON', async () => {
  const { stdout } = await exported('--status', '4xx', '--key', tenant.keyId, '--json');

  const rows: { path: string; key_name: string }[] = JSON.parse(stdout);
  expect(rows.map(({ path }) => path)).toEqual([
    '/v1/5000',
    '/v1/4000',
    '/v1/3000',
    '/v1/2000',
    '/v1/1000',
  ]);
  expect(rows[0]).toMatchObject({ key_name: 'Key', status: 404 });
  expect(JSON.parse((await exported('--to', '2020-01-01', '--json')).stdout)).toEqual([]);
});

test('a reader who has had enough ends it quietly', async () => {
  const command = `${process.execPath} src/cli.ts usage export --workspace ${tenant.slug} | head -n 2; exit \${PIPESTATUS[0]}`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command], {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env() },
  });

  expect(stdout.split('\r\n')).toHaveLength(3);
  expect(stderr).toBe('');
});

test.each([
  [['--status', 'abc'], /such as 404/],
  [['--from', 'soon'], /ISO-8601/],
  [['--key', 'tented_none'], /not found/],
])('%j is refused with a reason', async (args, reason) => {
  const { code, stderr } = await exported(...args);

  expect(code).toBe(1);
  expect(stderr).toMatch(reason);
});
