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

function settings(path: string, input: object, { cookie } = owner) {
  const type = path.endsWith('.list') || path.endsWith('.balance') ? 'query' : 'mutation';
  return callSettings(world, { cookie, path, type, input: { workspace: owner.slug, ...input } });
}

describe('apiKeys', () => {
  test('create shows the secret once; it opens the API, and no list or log has it', async () => {
    const { data } = await settings('apiKeys.create', { name: ' Sync ', scope: 'all_access' });
    expect(data.secret).toMatch(/^tented_[0-9A-Za-z]{36}$/);
    expect(data.apiKey).toMatchObject({ name: 'Sync', status: 'active', lastUsedAt: null });

    const call = await world.app.inject({
      url: '/v1/me',
      headers: { authorization: `Bearer ${data.secret}` },
    });
    expect(call.statusCode).toBe(200);

    const list = await settings('apiKeys.list', {});
    const usage = await settings('usage.list', {});
    expect(list.data).toMatchObject([
      { id: data.apiKey.id, createdBy: { email: owner.email }, lastUsedAt: expect.any(String) },
      { id: owner.keyId },
    ]);
    expect(JSON.stringify([list, usage])).not.toContain(data.secret);
    const tables = await world.database.pool.query(
      `SELECT (SELECT json_agg(t) FROM api_key t)::text || (SELECT json_agg(t) FROM usage_log t)::text
              || (SELECT json_agg(t) FROM audit_entry t)::text AS text`,
    );
    expect(tables.rows[0].text).not.toContain(data.secret);
  });

  test('rename and delete leave an audit entry with who did it', async () => {
    await settings('apiKeys.rename', { id: owner.keyId, name: 'New name' });
    await settings('apiKeys.delete', { id: owner.keyId });

    const entries = await world.database.db.auditEntry.findMany({
      where: { workspaceId: owner.workspaceId, targetId: owner.keyId },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['api_key.create', owner.userId],
      ['api_key.rename', owner.userId],
      ['api_key.delete', owner.userId],
    ]);
    expect(entries[1]!.data).toEqual({ before: 'Key', after: 'New name' });
    expect((await settings('apiKeys.list', {})).data).toEqual([]);
    expect((await settings('apiKeys.list', { includeDeleted: true })).data).toMatchObject([
      { name: 'New name', status: 'deleted' },
    ]);
  });

  test.each([
    ['no name', { name: '  ', scope: 'all_access' }, 'name'],
    ['81 characters', { name: 'x'.repeat(81), scope: 'all_access' }, 'name'],
    ['an unknown scope', { name: 'x', scope: 'admin' }, 'scope'],
    [
      'an expiry in the past',
      { name: 'x', scope: 'all_access', expiresAt: '2020-01-01T00:00:00Z' },
      'expiresAt',
    ],
    ['NUL in the name', { name: 'x\0', scope: 'all_access' }, 'name'],
  ])('400: %s', async (_, input, path) => {
    const response = await settings('apiKeys.create', input);

    expect(response).toMatchObject({
      status: 400,
      error: { data: { code: 'invalid_request', issues: [{ path }] } },
    });
  });

  test('403: members and viewers see everything and change nothing', async () => {
    for (const role of ['member', 'viewer'] as const) {
      const person = await world.join(owner, role);
      expect((await settings('apiKeys.list', {}, person)).data).toHaveLength(1);
      expect((await settings('usage.list', {}, person)).status).toBe(200);
      for (const [path, input] of [
        ['apiKeys.create', { name: 'x', scope: 'all_access' }],
        ['apiKeys.rename', { id: owner.keyId, name: 'x' }],
        ['apiKeys.delete', { id: owner.keyId }],
      ] as const) {
        expect(await settings(path, input, person)).toMatchObject({
          status: 403,
          error: { data: { code: 'forbidden' } },
        });
      }
    }
    const admin = await world.join(owner, 'admin');
    expect(
      (await settings('apiKeys.rename', { id: owner.keyId, name: 'By admin' }, admin)).status,
    ).toBe(200);
  });

  test('403: making keys is refused on Free', async () => {
    await world.database.db.workspace.update({
      where: { id: owner.workspaceId },
      data: { plan: 'free' },
    });

    expect(await settings('apiKeys.create', { name: 'x', scope: 'all_access' })).toMatchObject({
      status: 403,
      error: { data: { code: 'plan_required' } },
    });
  });
});

test("input that is no JSON, or no text, is the caller's fault", async () => {
  const headers = {
    cookie: owner.cookie,
    origin: 'http://localhost:3000',
    'content-type': 'application/json',
  };
  const statusOf = async (request: object) =>
    (await world.app.inject({ headers, ...request })).statusCode;

  expect(await statusOf({ url: '/trpc/apiKeys.list?input=%7B' })).toBe(400);
  expect(await statusOf({ method: 'POST', url: '/trpc/apiKeys.create', payload: '{' })).toBe(400);
  const odd = await settings('apiKeys.create', { name: 'a\uD800', scope: 'all_access' });
  expect(odd).toMatchObject({ status: 400 });
  expect(await settings('apiKeys.list', { workspace: 'x\0' })).toMatchObject({ status: 400 });
});

test.each(['9999-12-31T23:59:59-12:00', '2500-01-01T00:00:00Z'])(
  '400: an expiry at %s, and the list of keys still works',
  async (expiresAt) => {
    const refused = await settings('apiKeys.create', { name: 'x', scope: 'all_access', expiresAt });

    expect(refused).toMatchObject({ status: 400 });
    expect((await settings('apiKeys.list', {})).data).toHaveLength(1);
  },
);

test('a mutation from another site is refused, whatever its cookie', async () => {
  const response = await callSettings(world, {
    cookie: owner.cookie,
    path: 'apiKeys.delete',
    type: 'mutation',
    input: { workspace: owner.slug, id: owner.keyId },
    origin: 'https://evil.example',
  });

  expect(response).toMatchObject({ status: 403, error: { data: { code: 'forbidden' } } });
});

test('credits and usage: the numbers of the workspace', async () => {
  await owner.call({ url: '/v1/me' });
  await owner.call({ url: '/v1/nothing' });

  expect((await settings('credits.balance', {})).data).toMatchObject({
    plan: 'pro',
    allowance: 100,
    used: 0,
  });
  const { data } = await settings('usage.list', { keyIds: [owner.keyId], limit: 1 });
  expect(data).toMatchObject({
    rows: [
      {
        path: '/v1/nothing',
        status: 404,
        errorCode: 'not_found',
        key: { name: 'Key', status: 'active' },
      },
    ],
    nextCursor: expect.any(String),
  });
  const next = await settings('usage.list', { limit: 1, cursor: data.nextCursor });
  expect(next.data).toMatchObject({ rows: [{ path: '/v1/me', status: 200 }], nextCursor: null });
});
