import { createApiKey, newId, newUlid } from '@tented/core';
import type { Role } from '@tented/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appRouter } from '../../src/settings/router.ts';
import { callSettings, openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;
let people: Record<Role, TestMember>;
/** Somebody else in the workspace, and a key, for what is done to others. */
let otherId: string;
let keyId: string;

beforeAll(async () => {
  world = await openTestApp();
  owner = await world.signUp();
  const [admin, member, viewer] = await Promise.all(
    (['admin', 'member', 'viewer'] as const).map((role) => world.join(owner, role)),
  );
  people = { owner, admin: admin!, member: member!, viewer: viewer! };
});
afterAll(() => world[Symbol.asyncDispose]());

// What one procedure has taken away, the next one finds again.
beforeEach(async () => {
  const { db } = world.database;
  const { workspaceId } = owner;
  for (const [role, { userId }] of Object.entries(people) as [Role, TestMember][]) {
    await db.member.upsert({
      where: { workspaceId_userId: { workspaceId, userId } },
      create: { workspaceId, userId, role },
      update: { role },
    });
  }
  otherId = newId();
  await db.user.create({ data: { id: otherId, name: 'Other', email: `${otherId}@example.com` } });
  await db.member.create({ data: { workspaceId, userId: otherId, role: 'viewer' } });
  const actor = { userId: owner.userId, at: new Date() };
  const key = { workspaceId, name: 'Key', scope: 'all_access' } as const;
  keyId = (await createApiKey(db, actor, key)).apiKey.id;
});

type Procedure = {
  type: 'query' | 'mutation';
  /** Who may; everybody else of the workspace gets 403. */
  roles: Role[];
  /** What those get: 404 where the thing that is named does not exist. */
  status?: 200 | 404;
  input?: () => object | Promise<object>;
};

const ALL: Role[] = ['owner', 'admin', 'member', 'viewer'];
const ADMINS: Role[] = ['owner', 'admin'];
const WRITERS: Role[] = ['owner', 'admin', 'member'];

const read = (input: object = {}): Procedure => ({ type: 'query', roles: ALL, input: () => input });
const write = (roles: Role[], input: Procedure['input']): Procedure => ({
  type: 'mutation',
  roles,
  ...(input && { input }),
});

/** Of something that is not there: the role is asked first. */
const missing = (type: Procedure['type'], roles: Role[], input: object = {}): Procedure => ({
  type,
  roles,
  status: 404,
  input: () => ({ id: NOTHING, tentId: NOTHING, generationId: newUlid(), ...input }),
});

const NOTHING = newId();

async function invite(): Promise<object> {
  const { data } = await callSettings(world, {
    cookie: owner.cookie,
    path: 'members.invite',
    type: 'mutation',
    input: { workspace: owner.slug, email: `${Math.random()}@example.com`, role: 'viewer' },
  });
  return { id: data.id };
}

async function rotate(): Promise<object> {
  await callSettings(world, {
    cookie: owner.cookie,
    path: 'apiKeys.rotate',
    type: 'mutation',
    input: { workspace: owner.slug, id: keyId, grace: '24h' },
  });
  return { id: keyId };
}

/** Every procedure of a workspace. */
const PROCEDURES: Record<string, Procedure> = {
  'apiKeys.list': read(),
  'apiKeys.create': write(ADMINS, () => ({ name: 'New', scope: 'all_access' })),
  'apiKeys.rename': write(ADMINS, () => ({ id: keyId, name: 'New' })),
  'apiKeys.rotate': write(ADMINS, () => ({ id: keyId, grace: 'now' })),
  'apiKeys.endPrevious': write(ADMINS, rotate),
  'apiKeys.delete': write(ADMINS, () => ({ id: keyId })),
  'credits.balance': read(),
  'credits.ledger': read(),
  'credits.verify': read(),
  'usage.list': read(),
  'usage.summary': read({ timeZone: 'UTC' }),
  'usage.get': missing('query', ALL),
  'analytics.tent': missing('query', ALL),
  'analytics.workspace': read(),
  'contacts.list': read(),
  'contacts.get': missing('query', ALL),
  'contacts.create': write(WRITERS, () => ({ fields: { email: `${Math.random()}@example.com` } })),
  'contacts.update': missing('mutation', WRITERS, { fields: { first_name: 'Eve' } }),
  'contacts.delete': write(WRITERS, () => ({ ids: [NOTHING] })),
  'contacts.import': write(WRITERS, () => ({
    rows: [{ email: `${Math.random()}@example.com` }],
    onConflict: 'update',
  })),
  'tents.list': read(),
  'tents.get': missing('query', ALL),
  'tents.generations': missing('query', ALL),
  'tents.html': missing('query', ALL),
  'tents.revert': missing('mutation', WRITERS),
  'tents.publish': missing('mutation', WRITERS, { alias: 'mine' }),
  'tents.unpublish': missing('mutation', WRITERS),
  'tents.delete': missing('mutation', WRITERS),
  'templates.list': read(),
  'templates.get': missing('query', ALL, { id: `tpl_${newUlid()}` }),
  'templates.htmlOfTent': missing('query', WRITERS),
  'templates.create': write(WRITERS, () => ({ name: 'Mine', html: '<p>Mine</p>' })),
  'templates.update': missing('mutation', WRITERS, { id: `tpl_${newUlid()}`, name: 'Mine' }),
  'templates.setApproval': missing('mutation', ADMINS, {
    id: `tpl_${newUlid()}`,
    isApproved: true,
  }),
  'templates.delete': missing('mutation', WRITERS, { id: `tpl_${newUlid()}` }),
  'members.list': read(),
  'members.invite': write(ADMINS, () => ({ email: 'new@example.com', role: 'viewer' })),
  'members.resend': write(ADMINS, invite),
  'members.cancelInvitation': write(ADMINS, invite),
  'members.changeRole': write(ADMINS, () => ({ userId: otherId, role: 'member' })),
  'members.remove': write(ADMINS, () => ({ userId: otherId })),
  // The owner is the last one, and has to stay.
  'members.leave': write(['admin', 'member', 'viewer'], () => ({})),
  'plan.get': read(),
  'plan.change': write(['owner'], () => ({ plan: 'max' })),
  'brand.get': read(),
  'brand.update': write(ADMINS, () => ({
    brand: { companyName: 'Acme', domain: null, description: null, primaryColor: null },
  })),
  'audit.list': read(),
  'notices.credits': read(),
  'notices.dismissCredits': write(ALL, () => ({ threshold: 80 })),
};

const WITHOUT_WORKSPACE = [
  'session.get',
  'workspaces.create',
  'invitations.get',
  'invitations.accept',
];

/** Streams, which say no in their own way: usage-live.test.ts. */
const STREAMS = ['usage.live'];

test('every procedure has its row', () => {
  const known = [...Object.keys(PROCEDURES), ...WITHOUT_WORKSPACE, ...STREAMS];
  expect(known.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe.each(ALL)('the %s', (role) => {
  test.each(Object.entries(PROCEDURES))(
    '%s',
    async (path, { type, roles, status = 200, input }) => {
      const given = (await input?.()) ?? {};

      const response = await callSettings(world, {
        cookie: people[role].cookie,
        path,
        type,
        input: { workspace: owner.slug, ...given },
      });

      if (roles.includes(role)) expect(response).toMatchObject({ status });
      else if (path === 'members.leave') expect(response).toMatchObject({ status: 409 });
      else expect(response).toMatchObject({ status: 403, error: { data: { code: 'forbidden' } } });
    },
  );
});
