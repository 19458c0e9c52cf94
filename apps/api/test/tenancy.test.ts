import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOperations } from '../src/rest/mount-rest.ts';
import { appRouter } from '../src/settings/router.ts';
import { v1Router } from '../src/v1/router.ts';
import { callSettings, openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

let world: TestApp;
let owner: TestMember;
let stranger: TestMember;
let contactId: string;

beforeAll(async () => {
  world = await openTestApp();
  owner = await world.signUp();
  stranger = await world.signUp();
  const response = await owner.call({
    method: 'POST',
    url: '/v1/contacts',
    payload: { items: [{ email: 'ada@example.com', first_name: 'Ada' }] },
  });
  contactId = response.json().results[0].contact_id;
});
afterAll(() => world[Symbol.asyncDispose]());

const contactOfOwner = () =>
  world.database.db.contact.findFirstOrThrow({ where: { workspaceId: owner.workspaceId } });

/** How each operation of the public API is tried on another workspace's things. */
const ATTEMPTS: Record<
  string,
  () => { url: string; method?: 'POST' | 'DELETE'; payload?: object }
> = {
  'contacts.create': () => ({
    method: 'POST',
    url: '/v1/contacts',
    payload: { items: [{ email: 'ada@example.com', first_name: 'Eve' }], on_conflict: 'update' },
  }),
  'contacts.update': () => ({
    method: 'POST',
    url: '/v1/contacts/update',
    payload: { items: [{ contact_id: contactId, first_name: 'Eve' }] },
  }),
  'contacts.delete': () => ({
    method: 'POST',
    url: '/v1/contacts/delete',
    payload: { items: [{ contact_id: contactId }] },
  }),
  'contacts.deleteByMethod': () => ({
    method: 'DELETE',
    url: '/v1/contacts',
    payload: { items: [{ contact_id: contactId }] },
  }),
  'contacts.list': () => ({ url: '/v1/contacts?q=Ada' }),
  'contacts.get': () => ({ url: `/v1/contacts/${contactId}` }),
  'account.me': () => ({ url: '/v1/me' }),
  'account.credits': () => ({ url: '/v1/credits' }),
  'account.usage': () => ({ url: `/v1/usage?key_id=${owner.keyId}` }),
};

describe("every operation of the public API, with another workspace's key", () => {
  test('each operation has its attempt', () => {
    const operations = listOperations(v1Router).map(({ path }) => path);
    expect(Object.keys(ATTEMPTS).toSorted()).toEqual(operations.toSorted());
  });

  test.each(Object.keys(ATTEMPTS))('%s neither shows nor changes anything', async (operation) => {
    const before = await contactOfOwner();

    const response = await stranger.call(ATTEMPTS[operation]!());

    for (const secret of [contactId, owner.keyId, owner.workspaceId]) {
      // An id that the caller itself sent may come back in the path of an error.
      if (!response.json().error) expect(response.body).not.toContain(secret);
    }
    expect(await contactOfOwner()).toEqual(before);
  });
});

/** How each procedure of the settings app is tried on another workspace. */
const PROCEDURES: Record<string, { type: 'query' | 'mutation'; input: () => object }> = {
  'apiKeys.list': { type: 'query', input: () => ({}) },
  'apiKeys.create': { type: 'mutation', input: () => ({ name: 'Mine', scope: 'all_access' }) },
  'apiKeys.rename': { type: 'mutation', input: () => ({ id: owner.keyId, name: 'Mine' }) },
  'apiKeys.delete': { type: 'mutation', input: () => ({ id: owner.keyId }) },
  'credits.balance': { type: 'query', input: () => ({}) },
  'usage.list': { type: 'query', input: () => ({}) },
};

/** Procedures that belong to no workspace. */
const WITHOUT_WORKSPACE = ['session.get', 'workspaces.create'];

describe("every procedure of the settings app, by another workspace's member", () => {
  test('each procedure has its attempt', () => {
    const known = [...Object.keys(PROCEDURES), ...WITHOUT_WORKSPACE];
    expect(known.toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
  });

  test.each(Object.keys(PROCEDURES))('%s: 404, and 401 without a session', async (path) => {
    const { type, input } = PROCEDURES[path]!;
    const request = { path, type, input: { workspace: owner.slug, ...input() } };

    const theirs = await callSettings(world, { ...request, cookie: stranger.cookie });
    const nobodys = await callSettings(world, request);

    expect(theirs).toMatchObject({ status: 404, error: { data: { code: 'not_found' } } });
    expect(nobodys).toMatchObject({ status: 401, error: { data: { code: 'unauthorized' } } });
    const key = await world.database.db.apiKey.findFirstOrThrow({ where: { id: owner.keyId } });
    expect(key).toMatchObject({ name: 'Key', deletedAt: null });
  });

  test("apiKeys.rename and delete do not find another workspace's key in one's own", async () => {
    for (const [path, extra] of [
      ['apiKeys.rename', { name: 'Mine' }],
      ['apiKeys.delete', {}],
    ] as const) {
      const response = await callSettings(world, {
        cookie: stranger.cookie,
        path,
        type: 'mutation',
        input: { workspace: stranger.slug, id: owner.keyId, ...extra },
      });
      expect(response).toMatchObject({ status: 404 });
    }
    const key = await world.database.db.apiKey.findFirstOrThrow({ where: { id: owner.keyId } });
    expect(key).toMatchObject({ name: 'Key', deletedAt: null });
  });
});
