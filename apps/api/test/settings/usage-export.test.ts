import { EVENTUALLY } from '@tented/db/test-db';
import { newId, renameApiKey, type UsageRow } from '@tented/core';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = await world.signUp();
});

const download = (query = '', { cookie }: { cookie?: string } = owner) =>
  world.app.inject({
    url: `/api/workspaces/${owner.slug}/usage.csv${query}`,
    ...(cookie && { headers: { cookie } }),
  });

const HEADER =
  'id,occurred_at,method,path,route,status,duration_ms,credits_charged,credits_refunded,' +
  'is_replayed,error_code,error_message,key_id,key_name,key_prefix';

const append = (changes: Partial<UsageRow> = {}) => {
  const row: UsageRow = {
    workspaceId: owner.workspaceId,
    id: newId(),
    keyId: owner.keyId,
    secretNumber: 1,
    occurredAt: new Date(),
    method: 'GET',
    path: '/v1/me',
    route: '/v1/me',
    status: 200,
    durationMs: 7,
    creditsCharged: 0,
    isReplayed: false,
    errorCode: null,
    error: null,
    ...changes,
  };
  return world.services.usage.append(row, { needsKey: false });
};

/** Many rows at once, a millisecond apart, the oldest half an hour old. */
const fill = (rows: number) =>
  world.database.pool.query(
    `INSERT INTO usage_log (workspace_id, id, key_id, occurred_at, method, path, status, duration_ms)
     SELECT $1, overlay(usage_log_first_id(at)::text placing '7000-8000' from 15 for 9)::uuid, $2, at,
            'GET', '/v1/' || n, CASE WHEN n % 10 = 0 THEN 404 ELSE 200 END, 1
     FROM (SELECT n, date_trunc('milliseconds', now()) - interval '25 minutes' + n * interval '1 ms' AS at
           FROM generate_series(1, $3::int) n) t`,
    [owner.workspaceId, owner.keyId, rows],
  );

test('200: every field of every row, newest first, as RFC 4180 has it', async () => {
  await renameApiKey(
    world.services.db,
    { userId: owner.userId, at: new Date() },
    { workspaceId: owner.workspaceId, id: owner.keyId, name: '=HYPERLINK("http://x","y")' },
  );
  const error = { message: 'Invalid, "really"' };
  await append({ status: 400, errorCode: 'invalid_request', error, route: null, path: '/v1/a,b' });

  const response = await download();

  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': expect.stringMatching(/^attachment; filename="usage-[\w-]+\.csv"$/),
    'cache-control': 'no-store',
  });
  const [header, line, end] = response.body.split('\r\n');
  expect(header).toBe(HEADER);
  expect(line).toMatch(
    /^[0-9a-f-]{36},\d{4}-\d\d-\d\dT[\d:.]+Z,GET,"\/v1\/a,b",,400,7,0,0,false,invalid_request,/,
  );
  expect(line).toContain(`"Invalid, ""really"""`);
  // A name that a spreadsheet would run is text.
  expect(line).toContain(`"'=HYPERLINK(""http://x"",""y"")"`);
  expect(end).toBe('');
});

test('200: exactly what the filter lets through, over any number of pages', async () => {
  await fill(3_210);

  const all = (await download()).body.trimEnd().split('\r\n').slice(1);
  const failed = (await download('?status=4xx&method=GET&path=%2Fv1&from=2020-01-01')).body;

  expect(all).toHaveLength(3_210);
  expect(new Set(all.map((line) => line.split(',')[0])).size).toBe(3_210);
  expect(all.map((line) => Number(line.split(',')[3]!.slice(4)))).toEqual(
    Array.from({ length: 3_210 }, (_, index) => 3_210 - index),
  );
  expect(failed.trimEnd().split('\r\n')).toHaveLength(1 + 321);
  expect((await download('?to=2020-01-01')).body).toBe(`${HEADER}\r\n`);
});

test('400, 401, 404: bad filters, nobody, and members of other workspaces', async () => {
  const stranger = await world.signUp();

  const bad = await download('?status=abc&colour=red');
  expect(bad.statusCode).toBe(400);
  expect(bad.json().details.issues.map(({ path }: { path: string }) => path)).toEqual([
    'status.0',
    'colour',
  ]);
  expect((await download('', {})).statusCode).toBe(401);
  expect((await download('', stranger)).statusCode).toBe(404);
});

test('stops reading the log when nobody takes the file any more', async () => {
  await fill(20_000);
  const url = await world.app.listen({ port: 0, host: '127.0.0.1' });
  const query = vi.spyOn(world.services.reader, 'query');
  const leaving = new AbortController();
  const response = await fetch(`${url}/api/workspaces/${owner.slug}/usage.csv`, {
    headers: { cookie: owner.cookie },
    signal: leaving.signal,
  });
  await response.body!.getReader().read();

  leaving.abort();

  // Whatever was being read ends, and nothing more is asked.
  await vi.waitFor(async () => {
    const asked = query.mock.calls.length;
    await world.services.pool.query('SELECT pg_sleep(0.2)');
    expect(query.mock.calls.length).toBe(asked);
  }, EVENTUALLY);
  expect(query.mock.calls.length).toBeLessThan(40);
});
