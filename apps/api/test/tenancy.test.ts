import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listOperations } from '../src/rest/list-operations.ts';
import { appRouter } from '../src/settings/router.ts';
import { v1Router } from '../src/v1/router.ts';
import { makeTemplate, makeTent, upload, uploadRequest } from './support/content.ts';
import { callSettings, openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

let world: TestApp;
let owner: TestMember;
let stranger: TestMember;
let contactId: string;
let tentId: string;
let generationId: string;
let assetId: string;
let templateId: string;
let bulkJobId: string;

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
  tentId = await makeTent(world, owner, { auto_publish: true, custom_page_alias: 'secret-page' });
  const tent = await owner.call({ url: `/v1/tents/${tentId}` });
  generationId = tent.json().generation_id;
  ({ assetId } = await upload(owner, { tentId }));
  templateId = await makeTemplate(world, owner);
  const bulk = await owner.call({
    method: 'POST',
    url: '/v1/tents/bulk',
    payload: { template_id: templateId, items: [{ input_data: { first_name: 'Ada' } }] },
  });
  bulkJobId = bulk.json().bulk_job_id;
});
afterAll(() => world[Symbol.asyncDispose]());

/** Everything that the owner's workspace holds. */
async function contentOfOwner() {
  const { db } = world.database;
  const where = { workspaceId: owner.workspaceId };
  return {
    contacts: await db.contact.findMany({ where }),
    tents: await db.tent.findMany({ where, orderBy: { id: 'asc' } }),
    generations: await db.generation.findMany({ where, orderBy: { id: 'asc' } }),
    assets: await db.asset.findMany({ where }),
    templates: await db.template.findMany({ where }),
    bulkJobs: await db.bulkJob.findMany({ where }),
  };
}

/** How each operation of the public API is tried on another workspace's things. */
const ATTEMPTS: Record<
  string,
  () => {
    url: string;
    method?: 'POST' | 'DELETE';
    payload?: object;
    headers?: Record<string, string>;
  }
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
  'tents.create': () => ({
    method: 'POST',
    url: '/v1/tents',
    payload: { name: 'Mine', prompt: 'Mine.', tent_id: tentId, asset_ids: [assetId] },
  }),
  'tents.upload': () => uploadRequest({ tentId }),
  'tents.get': () => ({ url: `/v1/tents/${tentId}` }),
  'tents.list': () => ({ url: '/v1/tents?q=Spring' }),
  'tents.generations': () => ({ url: `/v1/tents/${tentId}/generations` }),
  'tents.edit': () => ({
    method: 'POST',
    url: `/v1/tents/${tentId}/edit`,
    payload: { prompt: 'Mine.' },
  }),
  'tents.publish': () => ({ method: 'POST', url: `/v1/tents/${tentId}/publish`, payload: {} }),
  'tents.unpublish': () => ({ method: 'POST', url: `/v1/tents/${tentId}/unpublish`, payload: {} }),
  'tents.delete': () => ({ method: 'DELETE', url: '/v1/tents/secret-page' }),
  'bulkJobs.create': () => ({
    method: 'POST',
    url: '/v1/tents/bulk',
    payload: { template_id: templateId, items: [{ input_data: {}, asset_ids: [assetId] }] },
  }),
  'bulkJobs.get': () => ({ url: `/v1/bulk-jobs/${bulkJobId}` }),
  'bulkJobs.list': () => ({ url: '/v1/bulk-jobs' }),
  'templates.list': () => ({ url: '/v1/templates' }),
  'analytics.tent': () => ({ url: `/v1/analytics/tent?tentIdOrAlias=${tentId}` }),
  'analytics.org': () => ({ url: '/v1/analytics/org' }),
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
    const before = await contentOfOwner();

    const response = await stranger.call(ATTEMPTS[operation]!());

    const ids = [contactId, tentId, assetId, templateId, bulkJobId, owner.keyId];
    for (const secret of [...ids, owner.workspaceId]) {
      // An id that the caller itself sent may come back in the path of an error.
      if (!response.json().error) expect(response.body).not.toContain(secret);
    }
    expect(await contentOfOwner()).toEqual(before);
  });
});

/** How each procedure of the settings app is tried on another workspace. */
const PROCEDURES: Record<string, { type: 'query' | 'mutation'; input: () => object }> = {
  'apiKeys.list': { type: 'query', input: () => ({}) },
  'apiKeys.create': { type: 'mutation', input: () => ({ name: 'Mine', scope: 'all_access' }) },
  'apiKeys.rename': { type: 'mutation', input: () => ({ id: owner.keyId, name: 'Mine' }) },
  'apiKeys.rotate': { type: 'mutation', input: () => ({ id: owner.keyId, grace: 'now' }) },
  'apiKeys.endPrevious': { type: 'mutation', input: () => ({ id: owner.keyId }) },
  'apiKeys.delete': { type: 'mutation', input: () => ({ id: owner.keyId }) },
  'credits.balance': { type: 'query', input: () => ({}) },
  'credits.ledger': { type: 'query', input: () => ({}) },
  'credits.verify': { type: 'query', input: () => ({}) },
  'analytics.tent': { type: 'query', input: () => ({ tentId }) },
  'analytics.workspace': { type: 'query', input: () => ({}) },
  'usage.list': { type: 'query', input: () => ({}) },
  'contacts.list': { type: 'query', input: () => ({ q: 'Ada' }) },
  'contacts.get': { type: 'query', input: () => ({ id: contactId }) },
  'contacts.create': { type: 'mutation', input: () => ({ fields: { email: 'eve@example.com' } }) },
  'contacts.update': {
    type: 'mutation',
    input: () => ({ id: contactId, fields: { first_name: 'Eve' } }),
  },
  'contacts.delete': { type: 'mutation', input: () => ({ ids: [contactId] }) },
  'contacts.import': {
    type: 'mutation',
    input: () => ({
      rows: [{ email: 'ada@example.com', first_name: 'Eve' }],
      onConflict: 'update',
    }),
  },
  'tents.list': { type: 'query', input: () => ({}) },
  'tents.get': { type: 'query', input: () => ({ tentId }) },
  'tents.generations': { type: 'query', input: () => ({ tentId }) },
  'tents.html': { type: 'query', input: () => ({ tentId, generationId }) },
  'tents.revert': { type: 'mutation', input: () => ({ tentId, generationId }) },
  'tents.publish': { type: 'mutation', input: () => ({ tentId, alias: 'mine' }) },
  'tents.unpublish': { type: 'mutation', input: () => ({ tentId }) },
  'tents.delete': { type: 'mutation', input: () => ({ tentId }) },
  'templates.list': { type: 'query', input: () => ({}) },
  'templates.get': { type: 'query', input: () => ({ id: templateId }) },
  'templates.htmlOfTent': { type: 'query', input: () => ({ tentId }) },
  'templates.create': { type: 'mutation', input: () => ({ name: 'Mine', html: '<p>Mine</p>' }) },
  'templates.update': { type: 'mutation', input: () => ({ id: templateId, name: 'Mine' }) },
  'templates.setApproval': {
    type: 'mutation',
    input: () => ({ id: templateId, isApproved: false }),
  },
  'templates.delete': { type: 'mutation', input: () => ({ id: templateId }) },
  'usage.summary': { type: 'query', input: () => ({ timeZone: 'UTC' }) },
  'usage.get': { type: 'query', input: () => ({ id: owner.keyId }) },
  'members.list': { type: 'query', input: () => ({}) },
  'members.invite': {
    type: 'mutation',
    input: () => ({ email: 'eve@example.com', role: 'owner' }),
  },
  'members.resend': { type: 'mutation', input: () => ({ id: owner.userId }) },
  'members.cancelInvitation': { type: 'mutation', input: () => ({ id: owner.userId }) },
  'members.changeRole': {
    type: 'mutation',
    input: () => ({ userId: stranger.userId, role: 'owner' }),
  },
  'members.remove': { type: 'mutation', input: () => ({ userId: owner.userId }) },
  'members.leave': { type: 'mutation', input: () => ({}) },
  'plan.get': { type: 'query', input: () => ({}) },
  'plan.change': { type: 'mutation', input: () => ({ plan: 'max' }) },
  'brand.get': { type: 'query', input: () => ({}) },
  'brand.update': {
    type: 'mutation',
    input: () => ({
      brand: { companyName: 'Eve', domain: null, description: null, primaryColor: null },
    }),
  },
  'audit.list': { type: 'query', input: () => ({}) },
  'notices.credits': { type: 'query', input: () => ({}) },
  'notices.dismissCredits': { type: 'mutation', input: () => ({ threshold: 80 }) },
};

/** Procedures that name a thing by its id. */
const NAMING = [
  'apiKeys.rename',
  'apiKeys.rotate',
  'apiKeys.endPrevious',
  'apiKeys.delete',
  'contacts.get',
  'contacts.update',
  'tents.get',
  'tents.generations',
  'tents.html',
  'tents.revert',
  'tents.publish',
  'tents.unpublish',
  'tents.delete',
  'templates.get',
  'templates.htmlOfTent',
  'templates.update',
  'templates.setApproval',
  'templates.delete',
];

/** Procedures that belong to no workspace. */
const WITHOUT_WORKSPACE = [
  'session.get',
  'workspaces.create',
  'invitations.get',
  'invitations.accept',
];

/** Streams, which say no in their own way: settings/usage-live.test.ts. */
const STREAMS = ['usage.live'];

describe("every procedure of the settings app, by another workspace's member", () => {
  test('each procedure has its attempt', () => {
    const known = [...Object.keys(PROCEDURES), ...WITHOUT_WORKSPACE, ...STREAMS];
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

  test.each(NAMING)("%s: 404 for another workspace's thing in one's own", async (path) => {
    const { type, input } = PROCEDURES[path]!;
    const before = await contentOfOwner();

    const response = await callSettings(world, {
      cookie: stranger.cookie,
      path,
      type,
      input: { workspace: stranger.slug, ...input() },
    });

    expect(response).toMatchObject({ status: 404, error: { data: { code: 'not_found' } } });
    expect(await contentOfOwner()).toEqual(before);
    const key = await world.database.db.apiKey.findFirstOrThrow({ where: { id: owner.keyId } });
    expect(key).toMatchObject({ name: 'Key', deletedAt: null, secretNumber: 1 });
  });
});
