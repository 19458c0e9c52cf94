import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  callSettings,
  openTestApp,
  PASSWORD,
  PUBLIC_URL,
  type TestApp,
  type TestMember,
} from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;
let now = new Date();

beforeAll(async () => {
  world = await openTestApp({ clock: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  owner = await world.signUp();
});

function settings(path: string, input: object, { cookie }: { cookie: string } = owner) {
  const isQuery = path.endsWith('.list') || path.endsWith('.get');
  const type = isQuery ? 'query' : 'mutation';
  return callSettings(world, { cookie, path, type, input: { workspace: owner.slug, ...input } });
}

const tokenIn = (link: string) => link.split('/').at(-1)!;

async function signUp(email: string): Promise<{ cookie: string }> {
  const response = await world.app.inject({
    method: 'POST',
    url: '/api/auth/sign-up/email',
    headers: { origin: PUBLIC_URL },
    payload: { email, password: PASSWORD, name: 'Grace Hopper' },
  });
  const cookie = response.cookies
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ');
  return { cookie };
}

test('somebody without an account is invited, signs up, and is in', async () => {
  const invited = await settings('members.invite', { email: 'Grace@example.com', role: 'admin' });
  expect(invited.data.link).toMatch(new RegExp(`^${PUBLIC_URL}/invitation/[\\w-]{54}$`));
  const token = tokenIn(invited.data.link);

  const offer = await callSettings(world, {
    path: 'invitations.get',
    type: 'query',
    input: { token },
  });
  expect(offer.data).toMatchObject({
    workspace: { slug: owner.slug },
    email: 'grace@example.com',
    role: 'admin',
    hasAccount: false,
    isExpired: false,
  });

  const grace = await signUp('grace@example.com');
  const accepted = await settings('invitations.accept', { token }, grace);
  expect(accepted.data).toEqual({ workspace: owner.slug });
  const session = await settings('session.get', {}, grace);
  expect(session.data.workspaces).toMatchObject([{ slug: owner.slug, role: 'admin' }]);

  const { data } = await settings('members.list', {});
  expect(data).toMatchObject({
    members: [{ role: 'owner' }, { name: 'Grace Hopper', role: 'admin' }],
    invitations: [],
  });
  expect(await settings('invitations.accept', { token }, grace)).toMatchObject({ status: 404 });
});

describe('an invitation', () => {
  test('401 for nobody, 403 for somebody else', async () => {
    const { data } = await settings('members.invite', { email: 'x@example.com', role: 'viewer' });
    const token = tokenIn(data.link);
    const accept = { path: 'invitations.accept', type: 'mutation', input: { token } } as const;

    expect(await callSettings(world, accept)).toMatchObject({ status: 401 });
    expect(await callSettings(world, { ...accept, cookie: owner.cookie })).toMatchObject({
      status: 403,
      error: { message: expect.stringContaining('x@example.com') },
    });
  });

  test('409 after seven days; sent again, it works once more', async () => {
    const { data } = await settings('members.invite', { email: 'y@example.com', role: 'viewer' });
    const person = await signUp('y@example.com');
    now = new Date(now.getTime() + 7 * 86_400_000);

    expect(
      await settings('invitations.accept', { token: tokenIn(data.link) }, person),
    ).toMatchObject({ status: 409 });
    expect((await settings('members.list', {})).data.invitations).toMatchObject([
      { isExpired: true },
    ]);

    const again = await settings('members.resend', { id: data.id });
    const token = tokenIn(again.data.link);
    expect(await settings('invitations.accept', { token }, person)).toMatchObject({ status: 200 });
  });

  test('404 once cancelled', async () => {
    const { data } = await settings('members.invite', { email: 'z@example.com', role: 'viewer' });
    await settings('members.cancelInvitation', { id: data.id });

    const input = { token: tokenIn(data.link) };
    expect(
      await callSettings(world, { path: 'invitations.get', type: 'query', input }),
    ).toMatchObject({
      status: 404,
    });
  });

  test.each(['nobody', 'a@b', 'a\0@example.com', `${'a'.repeat(320)}@example.com`])(
    '400 for the address %j',
    async (email) => {
      expect(await settings('members.invite', { email, role: 'viewer' })).toMatchObject({
        status: 400,
        error: { data: { issues: [{ path: 'email' }] } },
      });
    },
  );

  test('409 for a member', async () => {
    const response = await settings('members.invite', { email: owner.email, role: 'viewer' });

    expect(response).toMatchObject({
      status: 409,
      error: { data: { issues: [{ path: 'email' }] } },
    });
  });
});

test('somebody who was removed sees the workspace no more, at once', async () => {
  const person = await world.join(owner, 'admin');
  expect(await settings('apiKeys.list', {}, person)).toMatchObject({ status: 200 });

  await settings('members.remove', { userId: person.userId });

  expect(await settings('apiKeys.list', {}, person)).toMatchObject({ status: 404 });
});

test('409 for the last owner who leaves or gives up the role; after handing over it works', async () => {
  const person = await world.join(owner, 'member');
  expect(await settings('members.leave', {})).toMatchObject({ status: 409 });
  expect(
    await settings('members.changeRole', { userId: owner.userId, role: 'viewer' }),
  ).toMatchObject({ status: 409 });

  await settings('members.changeRole', { userId: person.userId, role: 'owner' });

  expect(await settings('members.leave', {})).toMatchObject({ status: 200 });
  expect((await settings('members.list', {}, person)).data.members).toMatchObject([
    { userId: person.userId, role: 'owner' },
  ]);
});
