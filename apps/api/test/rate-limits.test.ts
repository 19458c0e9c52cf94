import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newSecret } from '@tented/core';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

const LIMIT = 5;

let world: TestApp;
let now: Date;

beforeAll(async () => {
  now = new Date('2026-03-13T15:40:00.000Z');
  world = await openTestApp({
    clock: () => now,
    limits: { perMinute: LIMIT, perAddress: { strangers: 3, docs: 3 } },
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const me = (member: TestMember) => member.call({ url: '/v1/me' });
const exhaust = async (member: TestMember) => {
  for (let n = 0; n < LIMIT; n++) await me(member);
};
const json = { 'content-type': 'application/json' };

describe('each key', () => {
  test('every answer says the policy and where the key stands', async () => {
    const member = await world.signUp();

    const first = await me(member);
    now = new Date(now.getTime() + 18_500);
    const second = await member.call({ url: '/v1/nothing' });

    expect(first.headers['ratelimit-policy']).toBe('"requests";q=5;w=60');
    expect(first.headers['ratelimit']).toBe('"requests";r=4;t=60');
    expect(second.statusCode).toBe(404);
    expect(second.headers['ratelimit']).toBe('"requests";r=3;t=42');
  });

  test('429 above the limit, with Retry-After and a row; 200 after the wait', async () => {
    const member = await world.signUp();
    await exhaust(member);
    now = new Date(now.getTime() + 20_000);

    const refused = await me(member);

    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('40');
    expect(refused.headers['ratelimit']).toBe('"requests";r=0;t=40');
    expect(refused.json()).toEqual({
      error: 'Too many requests: 5 a minute are allowed. Try again in 40 s.',
      code: 'rate_limited',
      request_id: refused.headers['x-request-id'],
    });
    const row = await world.database.db.usageLog.findFirstOrThrow({
      where: { id: String(refused.headers['x-request-id']) },
    });
    expect(row).toMatchObject({ status: 429, errorCode: 'rate_limited', creditsCharged: 0 });

    now = new Date(now.getTime() + 40_000);
    expect((await me(member)).statusCode).toBe(200);
  });

  test('has a limit of its own', async () => {
    const [one, other] = [await world.signUp(), await world.signUp()];
    await exhaust(one);

    expect((await me(one)).statusCode).toBe(429);
    expect((await me(other)).statusCode).toBe(200);
  });

  test('the limit comes after 404, 405 and the scope, and before the body is looked at', async () => {
    const reader = await world.signUp({ scope: 'read_only' });
    await exhaust(reader);
    const writer = await world.signUp();
    await exhaust(writer);

    const create = { method: 'POST', url: '/v1/contacts', headers: json } as const;
    expect((await reader.call({ url: '/v1/nothing' })).statusCode).toBe(404);
    expect((await reader.call({ method: 'PUT', url: '/v1/me' })).statusCode).toBe(405);
    expect((await reader.call({ ...create, payload: '{' })).statusCode).toBe(403);
    expect((await writer.call({ ...create, payload: '{' })).statusCode).toBe(429);
    expect((await writer.call({ ...create, payload: 'x'.repeat(2_000_000) })).statusCode).toBe(429);
    expect(
      (await writer.call({ ...create, headers: { 'content-type': 'text/plain' }, payload: 'x' }))
        .statusCode,
    ).toBe(429);
    const free = await world.signUp({ plan: 'free' });
    await exhaust(free);
    expect((await me(free)).statusCode).toBe(403);
  });

  test('GET /v1/credits says what is left of the month as well', async () => {
    const member = await world.signUp();
    now = new Date('2026-03-31T23:59:18.000Z');

    const response = await member.call({ url: '/v1/credits' });

    expect(response.headers['ratelimit-policy']).toBe(
      `"requests";q=5;w=60, "credits";q=100;w=${31 * 24 * 60 * 60}`,
    );
    expect(response.headers['ratelimit']).toBe('"requests";r=4;t=60, "credits";r=100;t=42');
    expect(response.headers['tented-credits-remaining']).toBe('100');
  });
});

describe('each address', () => {
  const withToken = (token: string, remoteAddress: string) =>
    world.app.inject({
      url: '/v1/me',
      headers: { authorization: `Bearer ${token}` },
      remoteAddress,
    });

  test('tokens that are malformed or unknown: 401, then 429 with Retry-After and no row', async () => {
    const address = '203.0.113.1';
    for (const token of ['nonsense', newSecret(), newSecret()]) {
      expect((await withToken(token, address)).statusCode).toBe(401);
    }

    const refused = await withToken(newSecret(), address);

    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await withToken(newSecret(), '203.0.113.2')).statusCode).toBe(401);
  });

  test('a good key works from an address that has tried bad ones', async () => {
    const address = '203.0.113.3';
    const member = await world.signUp();
    for (let n = 0; n < 5; n++) await withToken(newSecret(), address);

    expect((await withToken(member.secret, address)).statusCode).toBe(200);
  });

  test('the reference and its document: 429 in the one shape', async () => {
    const read = (url: string) => world.app.inject({ url, remoteAddress: '203.0.113.4' });
    for (let n = 0; n < 3; n++) expect((await read('/v1/openapi.json')).statusCode).toBe(200);

    const refused = await read('/docs/');

    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
  });
});

test('a limit of 0 is none, and nothing is said about it', async () => {
  await using open = await openTestApp({ limits: { perMinute: 0 } });
  const member = await open.signUp();

  const response = await me(member);

  expect(response.statusCode).toBe(200);
  expect(response.headers).not.toHaveProperty('ratelimit');
  const credits = await member.call({ url: '/v1/credits' });
  expect(credits.headers['ratelimit']).toMatch(/^"credits";r=100;t=\d+$/);
  const { paths } = (await open.app.inject({ url: '/v1/openapi.json' })).json();
  expect(paths['/v1/me'].get.responses['200'].headers).not.toHaveProperty('RateLimit');
  expect(paths['/v1/credits'].get.responses['200'].headers).toHaveProperty('RateLimit');
});

describe('sign-in', () => {
  test('429 in the one shape, with Retry-After, after 20 tries in a minute', async () => {
    await using open = await openTestApp({ isSignInLimited: true });
    const signIn = () =>
      open.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in/email',
        headers: { origin: 'http://localhost:3000' },
        remoteAddress: '203.0.113.9',
        payload: { email: 'nobody@example.com', password: 'not the password' },
      });
    const statuses = [];
    for (let n = 0; n < 20; n++) statuses.push((await signIn()).statusCode);
    expect(new Set(statuses)).toEqual(new Set([401]));

    const refused = await signIn();

    expect(refused.statusCode).toBe(429);
    expect(refused.json()).toMatchObject({
      error: expect.stringMatching(/\S/),
      code: 'rate_limited',
      request_id: refused.headers['x-request-id'],
    });
    expect(refused.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  });
});
