import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTent, upload } from '../support/content.ts';
import { callSettings, openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let owner: TestMember;
let viewer: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  owner = await world.signUp();
  viewer = await world.join(owner, 'viewer');
});

const call = (by: TestMember, type: 'query' | 'mutation', path: string, input: object) =>
  callSettings(world, {
    cookie: by.cookie,
    type,
    path: `tents.${path}`,
    input: { workspace: owner.slug, ...input },
  });

const editTent = async (tentId: string, payload: object) => {
  const response = await owner.call({ method: 'POST', url: `/v1/tents/${tentId}/edit`, payload });
  expect(response.statusCode).toBe(202);
  await makePages(world, owner);
};

describe('tents in the web app', () => {
  test('are listed, found by name, shown with their generations and pages', async () => {
    const tentId = await makeTent(world, owner, { name: 'Harbour tour' });
    await makeTent(world, owner, { name: 'Other' });

    const list = await call(viewer, 'query', 'list', { q: 'harbour' });
    expect(list.data.rows).toMatchObject([{ id: tentId, status: 'completed' }]);
    const { data } = await call(viewer, 'query', 'generations', { tentId });
    expect(data.rows).toMatchObject([{ number: 1, kind: 'initial', prompt: 'A launch page.' }]);
    const page = await call(viewer, 'query', 'html', { tentId, generationId: data.rows[0].id });
    expect(page.data.html).toContain('A launch page.');
  });

  test('an earlier page becomes the newest again, and is live only when published', async () => {
    const tentId = await makeTent(world, owner, { auto_publish: true });
    const first = (await call(owner, 'query', 'get', { tentId })).data.generation_id;
    await editTent(tentId, { prompt: 'Bolder.', auto_publish: true });

    const reverted = await call(owner, 'mutation', 'revert', { tentId, generationId: first });

    expect(reverted.status).toBe(200);
    const { data } = await call(owner, 'query', 'generations', { tentId });
    expect(data.rows).toMatchObject([
      { number: 3, kind: 'reverted', status: 'completed' },
      { number: 2, kind: 'edit' },
      { number: 1, kind: 'initial' },
    ]);
    const live = () => world.database.db.tent.findFirstOrThrow({ where: { id: tentId } });
    expect((await live()).publishedId).toBe(data.rows[1].id);
    const published = await call(owner, 'mutation', 'publish', { tentId });
    expect(published.data).toMatchObject({ isUnchanged: false });
    expect((await live()).publishedId).toBe(data.rows[0].id);
  });

  test('a page that is being made cannot be overtaken by a revert', async () => {
    const tentId = await makeTent(world, owner);
    const generationId = (await call(owner, 'query', 'get', { tentId })).data.generation_id;
    await owner.call({ method: 'POST', url: `/v1/tents/${tentId}/edit`, payload: { prompt: 'x' } });

    const response = await call(owner, 'mutation', 'revert', { tentId, generationId });

    expect(response).toMatchObject({ status: 409, error: { data: { code: 'conflict' } } });
  });

  test('are published, unpublished and deleted by members, not by viewers', async () => {
    const tentId = await makeTent(world, owner);
    for (const path of ['publish', 'unpublish', 'delete']) {
      expect(await call(viewer, 'mutation', path, { tentId })).toMatchObject({ status: 403 });
    }
    const member = await world.join(owner, 'member');

    const published = await call(member, 'mutation', 'publish', { tentId, alias: 'harbour' });
    expect(published.data.url).toBe(`http://localhost:3000/p/${owner.slug}/harbour`);
    const unpublished = await call(member, 'mutation', 'unpublish', { tentId });
    expect(unpublished.data).toMatchObject({ isUnchanged: false });
    expect((await call(member, 'mutation', 'delete', { tentId })).status).toBe(200);
    expect((await call(owner, 'query', 'get', { tentId })).status).toBe(404);
  });

  test('an alias that is taken: 409, and nothing changes', async () => {
    await makeTent(world, owner, { auto_publish: true, custom_page_alias: 'harbour' });
    const tentId = await makeTent(world, owner);

    const response = await call(owner, 'mutation', 'publish', { tentId, alias: 'harbour' });

    expect(response).toMatchObject({ status: 409, error: { data: { code: 'alias_taken' } } });
    expect((await call(owner, 'query', 'get', { tentId })).data).not.toHaveProperty('publication');
  });

  test('an idle tent has nothing to publish', async () => {
    const { tentId } = await upload(owner);

    const response = await call(owner, 'mutation', 'publish', { tentId });

    expect(response).toMatchObject({
      status: 400,
      error: { data: { issues: [{ path: 'tent_id' }] } },
    });
  });
});
