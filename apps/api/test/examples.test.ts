import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createTestDb } from '@tented/db/test-db';
import { expect, test, vi } from 'vitest';
import { runCli, STARTS_PROCESSES, startServerProcess } from './support/process.ts';

const EXAMPLE = path.resolve(import.meta.dirname, '../../../examples/bulk-template-flow/run.mjs');
const PAGES = 25;

vi.setConfig(STARTS_PROCESSES);

test('bulk-template-flow: 25 rows become 25 published pages, for 25 credits; once', async () => {
  await using testDb = await createTestDb();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tented-example-'));
  const server = await startServerProcess({ DATABASE_URL: testDb.url, DATA_DIR: dataDir });
  const key = /Bearer (tented_\w+)/.exec(server.banner)![1]!;
  const run = () =>
    promisify(execFile)(process.execPath, [EXAMPLE], {
      env: { ...process.env, TENTED_URL: server.url, TENTED_KEY: key },
    });

  const first = await run();
  const again = await run();

  expect(first.stdout).toContain(`${PAGES} accepted, 0 rejected; ${PAGES} credits charged`);
  expect(first.stdout).toContain(`completed: ${PAGES} pages, 0 failed, 0 rejected`);
  const addresses = [...first.stdout.matchAll(/^row-\d+\t(\S+)$/gm)].map(([, url]) => url!);
  expect(addresses).toHaveLength(PAGES);
  const { pathname } = new URL(addresses[0]!);
  const page = await fetch(server.url + pathname);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('Ada');
  // The same file makes the same Idempotency-Key: nothing is made or paid for twice.
  expect(again.stdout).toContain(addresses[0]);
  const env = { DATABASE_URL: testDb.url, DATA_DIR: dataDir };
  const credits = await runCli(['credits', '--workspace', 'demo', '--json'], env);
  expect(JSON.parse(credits.stdout)).toMatchObject({ used: PAGES });

  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  await rm(dataDir, { recursive: true, force: true });
});

test('`tented tents create --wait` answers when the page is there, and says where', async () => {
  await using testDb = await createTestDb();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tented-cli-'));
  const server = await startServerProcess({ DATABASE_URL: testDb.url, DATA_DIR: dataDir });
  const key = /Bearer (tented_\w+)/.exec(server.banner)![1]!;
  const create = (...args: string[]) =>
    runCli(['tents', 'create', '--name', 'Aurora', '--prompt', 'A page for Aurora.', ...args], {
      TENTED_URL: server.url,
      TENTED_KEY: key,
    });

  const made = await create('--publish', '--alias', 'aurora', '--wait', '--json');
  const refused = await create('--alias', 'aurora');

  expect(JSON.parse(made.stdout)).toMatchObject({
    status: 'completed',
    publication: { applied_custom_page_alias: 'aurora' },
  });
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('custom_page_alias: Only with auto_publish: true');

  server.child.kill('SIGTERM');
  await server.ended;
  await rm(dataDir, { recursive: true, force: true });
});
