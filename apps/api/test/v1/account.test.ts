import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  member = await world.signUp({ plan: 'max' });
});

test('GET /v1/me 200: the workspace and the key, never the secret', async () => {
  const response = await member.call({ url: '/v1/me' });

  expect(response.json()).toEqual({
    workspace: { id: member.workspaceId, name: expect.stringContaining('Workspace'), plan: 'max' },
    key: {
      id: member.keyId,
      name: 'Key',
      prefix: `${member.secret.slice(0, 11)}…${member.secret.slice(-4)}`,
      scope: 'all_access',
      created_at: expect.stringMatching(/Z$/),
      expires_at: null,
    },
  });
});

test('GET /v1/credits 200: the month, its end exclusive', async () => {
  const at = new Date();
  const response = await member.call({ url: '/v1/credits' });

  expect(response.json()).toEqual({
    plan: 'max',
    allowance: 1_000,
    used: 0,
    refunded: 0,
    remaining: 1_000,
    period_start: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)).toISOString(),
    period_end: new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1)).toISOString(),
  });
});

describe('GET /v1/usage', () => {
  const usage = async (query = '') =>
    (await member.call({ url: `/v1/usage?${query}` })).json().data;

  beforeEach(async () => {
    await member.call({ url: '/v1/me?secret=hidden' });
    await member.call({ method: 'POST', url: '/v1/contacts', payload: {} });
    await member.call({ url: '/v1/unknown' });
  });

  test('200: every answered request, newest first, without query strings', async () => {
    expect(await usage()).toMatchObject([
      { method: 'GET', path: '/v1/unknown', route: null, status: 404, error_code: 'not_found' },
      {
        method: 'POST',
        path: '/v1/contacts',
        route: '/v1/contacts',
        status: 400,
        error_code: 'invalid_request',
      },
      {
        method: 'GET',
        path: '/v1/me',
        route: '/v1/me',
        status: 400,
        credits_charged: 0,
        credits_refunded: 0,
        key: { id: member.keyId, name: 'Key' },
      },
    ]);
  });

  test('200: filters', async () => {
    const paths = async (query: string) =>
      (await usage(query)).map(({ path }: { path: string }) => path);

    expect(await paths('status=404')).toEqual(['/v1/unknown']);
    expect(await paths('status=4xx&method=post')).toEqual(['/v1/contacts']);
    expect(await paths('key_id=0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10')).toEqual([]);
    expect(await paths('to=2000-01-01')).toEqual([]);
    expect(await paths('from=2000-01-01T00:00:00%2B02:00&limit=1&status=404')).toEqual([
      '/v1/unknown',
    ]);
  });

  test.each(['status=abc', 'status=6xx', 'method=FETCH', 'key_id=1', 'from=now', 'cursor=%F0'])(
    '400: %s',
    async (query) => {
      expect((await member.call({ url: `/v1/usage?${query}` })).statusCode).toBe(400);
    },
  );
});
