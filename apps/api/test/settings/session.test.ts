import { createInternalClient } from '../../src/client.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callSettings, openTestApp, PASSWORD, type TestApp } from '../support/test-app.ts';

let world: TestApp;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());

const origin = 'http://localhost:3000';
const auth = (path: string, payload: object, headers = {}) =>
  world.app.inject({
    method: 'POST',
    url: `/api/auth/${path}`,
    headers: { origin, ...headers },
    payload,
  });
const session = (cookie?: string) =>
  callSettings(world, {
    ...(cookie ? { cookie } : {}),
    path: 'session.get',
    type: 'query',
    input: {},
  });

test('sign up, sign in, sign out', async () => {
  const { email } = await world.signUp();

  expect((await session()).data).toEqual({ user: null, workspaces: [] });

  const wrong = await auth('sign-in/email', { email, password: 'wrong password' });
  expect(wrong.statusCode).toBe(401);

  const right = await auth('sign-in/email', { email, password: PASSWORD });
  expect(right.statusCode).toBe(200);
  const [setCookie] = right.cookies;
  expect(setCookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
  const cookie = `${setCookie!.name}=${encodeURIComponent(setCookie!.value)}`;
  expect((await session(cookie)).data).toMatchObject({
    user: { email },
    workspaces: [{ role: 'owner' }],
  });

  await auth('sign-out', {}, { cookie });
  expect((await session(cookie)).data.user).toBeNull();
});

test('signing in from another site is refused', async () => {
  const { email, cookie } = await world.signUp();

  const response = await auth(
    'sign-in/email',
    { email, password: PASSWORD },
    { origin: 'https://evil.example', cookie },
  );

  expect(response.statusCode).toBe(403);
});

test('whoever makes a workspace owns it; it starts on Free', async () => {
  const { cookie } = await world.signUp();

  const { data } = await callSettings(world, {
    cookie,
    path: 'workspaces.create',
    type: 'mutation',
    input: { name: 'Second Tent' },
  });

  expect(data).toMatchObject({
    name: 'Second Tent',
    slug: 'second-tent',
    plan: 'free',
    role: 'owner',
  });
  expect((await session(cookie)).data.workspaces).toHaveLength(2);
});

test('internal code calls the same router through the typed client', async () => {
  const member = await world.signUp();
  const url = await world.app.listen({ port: 0, host: '127.0.0.1' });
  const client = createInternalClient({ url, headers: { cookie: member.cookie } });

  const [{ user }, keys, balance] = await Promise.all([
    client.session.get.query(),
    client.apiKeys.list.query({ workspace: member.slug }),
    client.credits.balance.query({ workspace: member.slug }),
  ]);

  expect(user?.email).toBe(member.email);
  expect(keys.map(({ id }) => id)).toEqual([member.keyId]);
  expect(balance.remaining).toBe(100);
  const { apiKey, secret } = await client.apiKeys.create.mutate({
    workspace: member.slug,
    name: 'From code',
    scope: 'read_only',
  });
  expect(apiKey.scope).toBe('read_only');
  const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${secret}` } });
  expect(me.status).toBe(200);
  await expect(client.apiKeys.list.query({ workspace: 'not-mine' })).rejects.toMatchObject({
    data: { code: 'not_found', httpStatus: 404 },
  });
});
