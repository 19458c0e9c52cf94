import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { makeTenant, openTestWorld, type TestTenant, type TestWorld } from '../testing.ts';
import { acceptInvitation, getOffer } from './accept-invitation.ts';
import { createInvitationLinks, workspaceOfToken } from './invitation-links.ts';
import {
  cancelInvitation,
  inviteMember,
  listInvitations,
  resendInvitation,
} from './invitations.ts';
import { listMembers } from './members.ts';

let world: TestWorld;
let tenant: TestTenant;
const links = createInvitationLinks({
  secret: 'a secret for tests',
  publicUrl: 'http://localhost',
});

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  tenant = await makeTenant(world);
});

const DAY_MS = 86_400_000;
const owner = (at = new Date()) => ({ userId: tenant.userId, at });
const tokenIn = (link: string) => link.split('/').at(-1)!;
const deps = () => ({ db: world.db, links });

async function makePerson(email = `${newId()}@example.com`) {
  const { id } = await world.db.user.create({ data: { id: newId(), name: 'Grace', email } });
  return { userId: id, email };
}

async function invite(email: string, role: 'owner' | 'admin' | 'member' | 'viewer' = 'member') {
  const { workspaceId } = tenant;
  const { id, link } = await inviteMember(deps(), owner(), { workspaceId, email, role });
  return { id, token: tokenIn(link), workspaceId };
}

const accept = (person: { userId: string; email: string }, token: string, at = new Date()) =>
  acceptInvitation(world.db, { userId: person.userId, at }, { token, email: person.email });
const roleOf = async ({ userId }: { userId: string }) =>
  (await listMembers(world.db, tenant)).find((member) => member.userId === userId)?.role;
const refusal = (code: string) => expect.objectContaining({ code });

test('an invitation is a mail with a link, which makes its reader a member', async () => {
  const grace = await makePerson();
  const { id, token, workspaceId } = await invite(` ${grace.email.toUpperCase()} `, 'admin');
  const mail = await world.db.mail.findFirstOrThrow({ where: { workspaceId } });
  const at = new Date();

  expect(mail).toMatchObject({ kind: 'invitation', recipient: grace.email, sentAt: null });
  expect(await getOffer(world.db, { token, at })).toMatchObject({
    workspace: { slug: tenant.slug },
    email: grace.email,
    role: 'admin',
    invitedBy: 'Ada',
    isExpired: false,
    hasAccount: true,
  });
  expect(await listInvitations(world.db, { workspaceId, at })).toMatchObject([
    { id, email: grace.email, role: 'admin', invitedBy: { name: 'Ada' }, isExpired: false },
  ]);

  expect(await accept(grace, token)).toEqual({ workspace: tenant.slug });

  expect(await roleOf(grace)).toBe('admin');
  expect(await listInvitations(world.db, { workspaceId, at })).toEqual([]);
  const entries = await world.db.auditEntry.findMany({
    where: { workspaceId, action: { startsWith: 'member.' } },
    orderBy: { id: 'asc' },
  });
  expect(entries).toMatchObject([
    { action: 'member.invite', actorId: tenant.userId, data: { email: grace.email } },
    { action: 'member.join', actorId: grace.userId, data: { role: 'admin' } },
  ]);
});

test('nothing that is stored opens an invitation', async () => {
  const { token } = await invite('grace@example.com');

  const { rows } = await world.pool.query(
    `SELECT (SELECT json_agg(i) FROM invitation i)::text || (SELECT json_agg(m) FROM mail m)::text
            || (SELECT json_agg(a) FROM audit_entry a)::text AS text`,
  );

  expect(rows[0].text).not.toContain(token);
  expect(workspaceOfToken(token)).toBe(tenant.workspaceId);
});

describe('a link', () => {
  test('works once, also when it is opened twice at the same time', async () => {
    const grace = await makePerson();
    const { token } = await invite(grace.email);

    const results = await Promise.allSettled([accept(grace, token), accept(grace, token)]);

    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(accept(grace, token)).rejects.toEqual(refusal('not_found'));
    await expect(getOffer(world.db, { token, at: new Date() })).rejects.toEqual(
      refusal('not_found'),
    );
  });

  test('works for seven days', async () => {
    const grace = await makePerson();
    const { token } = await invite(grace.email);
    const later = (ms: number) => new Date(Date.now() + 7 * DAY_MS + ms);

    expect(await getOffer(world.db, { token, at: later(0) })).toMatchObject({ isExpired: true });
    await expect(accept(grace, token, later(0))).rejects.toEqual(refusal('conflict'));
    await accept(grace, token, later(-60_000));
    expect(await roleOf(grace)).toBe('member');
  });

  test('works for the address it was sent to', async () => {
    const grace = await makePerson();
    const eve = await makePerson();
    const { token } = await invite(grace.email);

    await expect(accept(eve, token)).rejects.toEqual(refusal('forbidden'));
    expect(await roleOf(eve)).toBeUndefined();
  });

  test('stops working when it is cancelled, and when it is sent again', async () => {
    const grace = await makePerson();
    const first = await invite(grace.email);
    const again = await resendInvitation(deps(), owner(), first);

    await expect(accept(grace, first.token)).rejects.toEqual(refusal('not_found'));
    expect(tokenIn(again.link)).not.toBe(first.token);
    const { workspaceId } = tenant;
    expect(await world.db.mail.count({ where: { workspaceId } })).toBe(1);

    await cancelInvitation(world.db, owner(), first);
    await expect(accept(grace, tokenIn(again.link))).rejects.toEqual(refusal('not_found'));
    expect(await world.db.mail.count({ where: { workspaceId } })).toBe(0);
    expect(await roleOf(grace)).toBeUndefined();
  });

  test('of somebody who is a member already changes nothing', async () => {
    const grace = await makePerson();
    const { token, workspaceId } = await invite(grace.email, 'viewer');
    await world.db.member.create({ data: { workspaceId, userId: grace.userId, role: 'owner' } });

    await accept(grace, token);

    expect(await roleOf(grace)).toBe('owner');
  });

  test.each(['', 'nonsense', 'x'.repeat(54), '\0'.repeat(54)])('%j is none', async (token) => {
    await expect(getOffer(world.db, { token, at: new Date() })).rejects.toEqual(
      refusal('not_found'),
    );
  });
});

test('inviting the same address again replaces the offer, and one who is a member is told', async () => {
  const grace = await makePerson();
  const first = await invite(grace.email, 'viewer');
  const second = await invite(grace.email, 'admin');

  expect(second.id).toBe(first.id);
  await expect(accept(grace, first.token)).rejects.toEqual(refusal('not_found'));
  await accept(grace, second.token);
  expect(await roleOf(grace)).toBe('admin');
  await expect(invite(grace.email)).rejects.toEqual(refusal('conflict'));
});

test('many at once to one address leave one offer and one mail', async () => {
  const { workspaceId } = tenant;
  const made = await Promise.all(Array.from({ length: 5 }, () => invite('many@example.com')));

  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await world.db.invitation.count({ where: { workspaceId } })).toBe(1);
  expect(await world.db.mail.count({ where: { workspaceId } })).toBe(1);
});

test('admins invite anybody but owners; members and strangers nobody', async () => {
  const { workspaceId } = tenant;
  const people = { admin: await makePerson(), member: await makePerson() };
  for (const role of ['admin', 'member'] as const) {
    await world.db.member.create({ data: { workspaceId, userId: people[role].userId, role } });
  }
  const stranger = await makeTenant(world);
  const by = (userId: string, role: 'owner' | 'viewer') =>
    inviteMember(deps(), { userId, at: new Date() }, { workspaceId, email: 'x@example.com', role });
  const { id } = await invite('boss@example.com', 'owner');

  await expect(by(people.admin.userId, 'owner')).rejects.toEqual(refusal('forbidden'));
  await expect(by(people.member.userId, 'viewer')).rejects.toEqual(refusal('forbidden'));
  await expect(by(stranger.userId, 'viewer')).rejects.toEqual(refusal('not_found'));
  await expect(
    cancelInvitation(
      world.db,
      { userId: people.admin.userId, at: new Date() },
      { workspaceId, id },
    ),
  ).rejects.toEqual(refusal('forbidden'));
  await expect(
    cancelInvitation(
      world.db,
      { userId: stranger.userId, at: new Date() },
      { workspaceId: stranger.workspaceId, id },
    ),
  ).rejects.toEqual(refusal('not_found'));
  await by(people.admin.userId, 'viewer');
});
