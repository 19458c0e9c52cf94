import { GenerationRefused, type TentGenerator } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTent, plainGenerator, upload } from '../support/content.ts';
import { expectUnauthorized, refusalOf, rowOf, withReadOnlyKey } from '../support/evidence.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let person: TestMember;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp();
  person = await world.signUp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  member = await world.signUp({ as: person });
});

const NOBODYS = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';
const get = (id: string, by = member) => by.call({ url: `/v1/tents/${id}` });
const tentOf = async (id: string) => (await get(id)).json();
const queue = async (payload: object = {}) => {
  const wish = { name: 'Spring', prompt: 'A page.', ...payload };
  return (await member.call({ method: 'POST', url: '/v1/tents', payload: wish })).json().id;
};
const act = (id: string, verb: 'edit' | 'publish' | 'unpublish', payload: object = {}) =>
  member.call({ method: 'POST', url: `/v1/tents/${id}/${verb}`, payload });
const refusing: TentGenerator = { generate: () => Promise.reject(new GenerationRefused('No.')) };

describe('GET /v1/tents/{tentId}', () => {
  test('200: a completed tent, field by field', async () => {
    const id = await makeTent(world, member, { name: 'Spring', user_id: 'user-1' });

    const response = await get(id);

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      id,
      name: 'Spring',
      status: 'completed',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      generation_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
    });
    expect(response.headers['retry-after']).toBeUndefined();
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      route: '/v1/tents/{tentId}',
      creditsCharged: 0,
    });
  });

  test('200: from queued to generating to completed; Retry-After while work is under way', async () => {
    const id = await queue();
    const seen: unknown[] = [];
    const look = async () => {
      const response = await get(id);
      seen.push([response.json().status, response.headers['retry-after']]);
    };

    await look();
    await makePages(world, member, {
      generate: async (...asked) => {
        await look();
        return plainGenerator.generate(...asked);
      },
    });
    await look();

    expect(seen).toEqual([
      ['queued', '10'],
      ['generating', '10'],
      ['completed', undefined],
    ]);
  });

  test('200: idle: a tent without a generation, and without hurry', async () => {
    const { tentId } = await upload(member);

    const response = await get(tentId);

    expect(response.json()).toMatchObject({ status: 'idle', generation_id: null });
    expect(response.headers['retry-after']).toBeUndefined();
    expect(response.json()).not.toHaveProperty('error');
  });

  test('200: failed: with the words for the caller, until a later page is made', async () => {
    const id = await queue();
    await makePages(world, member, refusing);

    const response = await get(id);

    expect(response.json()).toMatchObject({ status: 'failed', error: 'No.' });
    expect(response.headers['retry-after']).toBeUndefined();
    await act(id, 'edit', { prompt: 'Again.' });
    expect(await tentOf(id)).toMatchObject({ status: 'queued' });
    expect(await tentOf(id)).not.toHaveProperty('error');
  });

  test('200: publication: pending, published, published anew under another alias, gone', async () => {
    const base = `http://localhost:3000/p/${member.slug}`;
    const id = await queue({ auto_publish: true, custom_page_alias: 'a' });
    expect((await tentOf(id)).publication).toEqual({
      status: 'pending',
      requested_custom_page_alias: 'a',
      applied_custom_page_alias: null,
    });

    await makePages(world, member);
    expect((await tentOf(id)).publication).toEqual({
      status: 'published',
      published_url: `${base}/a`,
      requested_custom_page_alias: 'a',
      applied_custom_page_alias: 'a',
    });

    await act(id, 'edit', { prompt: 'Bolder.', auto_publish: true, custom_page_alias: 'b' });
    expect((await tentOf(id)).publication).toEqual({
      status: 'pending',
      published_url: `${base}/a`,
      requested_custom_page_alias: 'b',
      applied_custom_page_alias: 'a',
    });

    await makePages(world, member);
    expect((await tentOf(id)).publication).toMatchObject({
      status: 'published',
      published_url: `${base}/b`,
      applied_custom_page_alias: 'b',
    });

    await act(id, 'unpublish');
    expect(await tentOf(id)).not.toHaveProperty('publication');
  });

  test('200: an auto-publish that fails leaves the tent completed', async () => {
    const id = await queue({ auto_publish: true });
    await world.database.pool.query(
      `INSERT INTO tent (workspace_id, id, name, published_id, published_at, created_at, updated_at)
       SELECT $1, gen_random_uuid(), 'Live', 'live', now(), now(), now() FROM generate_series(1, 500)`,
      [member.workspaceId],
    );

    await makePages(world, member);

    expect(await tentOf(id)).toMatchObject({
      status: 'completed',
      publication: {
        status: 'failed',
        requested_custom_page_alias: null,
        applied_custom_page_alias: null,
        error: { code: 'publish_limit_reached', message: expect.any(String) },
      },
    });
    expect((await tentOf(id)).publication).not.toHaveProperty('published_url');
  });

  test('200: the root page has the address of the workspace', async () => {
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: '/' });

    expect((await tentOf(id)).publication).toMatchObject({
      published_url: `http://localhost:3000/p/${member.slug}/`,
      applied_custom_page_alias: '/',
    });
  });

  test('200: updated_at goes forward with every change, created_at stays', async () => {
    const id = await queue();
    const moments: string[] = [];
    const created = new Set<string>();
    const look = async () => {
      const { created_at: createdAt, updated_at: updatedAt } = await tentOf(id);
      created.add(createdAt);
      moments.push(updatedAt);
    };

    await look();
    await makePages(world, member, {
      generate: async (...asked) => {
        await look();
        return plainGenerator.generate(...asked);
      },
    });
    await look();
    for (const step of [
      () => act(id, 'publish'),
      () => upload(member, { tentId: id }),
      () => act(id, 'edit', { prompt: 'Bolder.' }),
      () => makePages(world, member, refusing),
      () => act(id, 'unpublish'),
    ]) {
      await step();
      await look();
    }

    expect(moments).toHaveLength(8);
    expect(moments).toEqual([...new Set(moments)].toSorted());
    expect(created.size).toBe(1);
  });

  test.each(['x', 'spring', '__index__', `${NOBODYS}0`])('400: %s is no UUID', async (id) => {
    const response = await get(id);

    expect(refusalOf(response)).toBe('400 invalid_request tentId');
    expect(response.headers['retry-after']).toBeUndefined();
  });

  test("404: no such tent, or another workspace's: the same body", async () => {
    const id = await makeTent(world, member);

    const [missing, theirs] = [await get(NOBODYS), await get(id, person)];

    expect(refusalOf(missing)).toBe('404 not_found');
    expect({ ...theirs.json(), request_id: '' }).toEqual({ ...missing.json(), request_id: '' });
  });

  test('401: without a key; a key that may only read is enough', async () => {
    const id = await makeTent(world, member);

    await expectUnauthorized(world, { url: `/v1/tents/${id}` });
    expect((await get(id, await withReadOnlyKey(world, member))).statusCode).toBe(200);
  });

  test('401: a key that turns out to be deleted: no word about coming back', async () => {
    const id = await queue();
    // Behind the back of the cache: the answer is there before the key is found to be gone.
    await world.database.db.apiKey.updateMany({
      where: { id: member.keyId },
      data: { deletedAt: new Date() },
    });

    const response = await get(id);

    expect(refusalOf(response)).toBe('401 unauthorized');
    expect(response.headers['retry-after']).toBeUndefined();
  });
});
