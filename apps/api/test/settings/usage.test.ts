import { charge, newId, refund, type UsageRow } from '@tented/core';
import { inTransaction } from '@tented/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callSettings, openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = await world.signUp();
});

const ask = (path: string, input: object = {}, { cookie } = owner) =>
  callSettings(world, {
    cookie,
    path: `usage.${path}`,
    type: 'query',
    input: { workspace: owner.slug, ...input },
  });

async function append(changes: Partial<UsageRow> = {}): Promise<UsageRow> {
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
  await world.services.usage.append(row, { needsKey: false });
  return row;
}

async function spend(credits: number): Promise<{ row: UsageRow; chargeId: string }> {
  const id = newId();
  const at = new Date();
  const caller = { workspaceId: owner.workspaceId, requestId: id, at };
  const charged = await inTransaction(world.services.pool, (tx) =>
    charge(tx, caller, { action: 'tent.create', credits }),
  );
  const row = await append({
    id,
    occurredAt: at,
    path: '/v1/tents',
    status: 202,
    creditsCharged: credits,
  });
  return { row, chargeId: charged.entryId };
}

describe('list', () => {
  test('the same filters as the address of the page', async () => {
    await append({ path: '/v1/tents/1', method: 'DELETE' });
    await append({ path: '/v1/tents/2', status: 404 });
    await spend(1);
    const paths = async (filter: object) =>
      (await ask('list', filter)).data.rows.map(({ path }: { path: string }) => path);

    expect(await paths({ methods: ['DELETE'] })).toEqual(['/v1/tents/1']);
    expect(await paths({ statuses: ['4xx'] })).toEqual(['/v1/tents/2']);
    expect(await paths({ statuses: ['404', '202'] })).toEqual(['/v1/tents', '/v1/tents/2']);
    expect(await paths({ path: 'TENTS/' })).toEqual(['/v1/tents/2', '/v1/tents/1']);
    expect(await paths({ hasCredits: true })).toEqual(['/v1/tents']);
    expect(await paths({ keyIds: [owner.workspaceId] })).toEqual([]);
  });

  test('pages lead both ways', async () => {
    for (let n = 0; n < 4; n += 1) await append({ path: `/v1/${n}` });
    const first = (await ask('list', { limit: 3 })).data;
    const back = (await ask('list', { cursor: first.nextCursor, direction: 'backward', limit: 1 }))
      .data;

    expect(back.rows).toMatchObject([{ path: '/v1/2' }]);
    expect(first).toMatchObject({ searchedTo: null, retentionDays: 90 });
  });

  test.each([
    { statuses: ['abc'] },
    { methods: ['FETCH'] },
    { path: 'x'.repeat(201) },
    { keyIds: ['1'] },
    { cursor: 'x' },
  ])('400: %j', async (filter) => {
    expect(await ask('list', filter)).toMatchObject({ status: 400 });
  });
});

test('summary: what the log holds, in the steps of a zone', async () => {
  await append({ status: 404 });
  await append();
  await spend(3);

  const { data } = await ask('summary', { timeZone: 'Europe/Berlin' });

  expect(data.countedFrom).toBeNull();
  const sums: { status: number; requests: number; creditsCharged: number }[] = data.sums;
  expect(sums.toSorted((a, b) => a.status - b.status)).toMatchObject([
    { status: 200, requests: 1, durationMs: 7 },
    { status: 202, requests: 1, creditsCharged: 3 },
    { status: 404, requests: 1 },
  ]);
  expect(await ask('summary', { timeZone: 'Mars/Olympus' })).toMatchObject({ status: 400 });
});

test('get: error, issues, key and ledger of one request, and the way to its neighbours', async () => {
  const issues = [{ path: 'name', message: 'Must not be empty' }];
  const error = { message: 'Invalid request', details: { issues } };
  const older = await append({ status: 400, errorCode: 'invalid_request', error });
  const { row, chargeId } = await spend(2);
  await inTransaction(world.services.pool, (tx) =>
    refund(tx, { workspaceId: owner.workspaceId, chargeId, at: new Date() }),
  );

  const failed = await ask('get', { id: older.id });
  const paid = await ask('get', { id: row.id.toUpperCase() });

  expect(failed.data).toMatchObject({
    error: { message: 'Invalid request', issues },
    key: { name: 'Key', status: 'active' },
    ledger: [],
    olderId: null,
    newerId: row.id,
  });
  expect(paid.data).toMatchObject({
    creditsCharged: 2,
    creditsRefunded: 2,
    error: null,
    ledger: [
      { kind: 'charge', credits: 2 },
      { kind: 'refund', credits: 2, createdAt: expect.stringMatching(/Z$/) },
    ],
    olderId: older.id,
  });
  expect(await ask('get', { id: newId() })).toMatchObject({ status: 404 });
});

test('a viewer may see all of it', async () => {
  const viewer = await world.join(owner, 'viewer');

  for (const [path, input] of [
    ['list', {}],
    ['summary', { timeZone: 'UTC' }],
  ] as const) {
    expect(await ask(path, input, viewer)).toMatchObject({ status: 200 });
  }
});
