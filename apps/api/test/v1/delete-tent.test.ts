import { GenerationRefused } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  clearFiles,
  makePages,
  makeTemplate,
  makeTent,
  plainGenerator,
  PNG,
  upload,
} from '../support/content.ts';
import {
  creditsUsed,
  refusalOf,
  expectReadOnlyRefused,
  expectReplayed,
  expectUnauthorized,
  rowOf,
} from '../support/evidence.ts';
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
const request = (name: string) => ({ method: 'DELETE' as const, url: `/v1/tents/${name}` });
const remove = (name: string, by = member) => by.call(request(name));
const statusOf = async (id: string) => (await member.call({ url: `/v1/tents/${id}` })).statusCode;
const queueTent = async (rest: object = {}) => {
  const payload = { name: 'Spring', prompt: 'A page.', ...rest };
  const response = await member.call({ method: 'POST', url: '/v1/tents', payload });
  return { id: response.json().id as string, response };
};
const edit = (id: string) =>
  member.call({ method: 'POST', url: `/v1/tents/${id}/edit`, payload: { prompt: 'Bolder.' } });

describe('DELETE /v1/tents/{tentId}', () => {
  test('200: by its id: tent, generations, page and alias are gone', async () => {
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'spring' });

    const response = await remove(id);

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({ message: 'Tent deleted successfully', tent_id: id });
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      route: '/v1/tents/{tentId}',
      creditsCharged: 0,
    });
    expect(await statusOf(id)).toBe(404);
    expect((await member.call({ url: `/v1/tents/${id}/generations` })).statusCode).toBe(404);
    const next = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'spring' });
    expect((await member.call({ url: `/v1/tents/${next}` })).json().publication).toMatchObject({
      applied_custom_page_alias: 'spring',
    });
  });

  test('200: by its id in capitals, by its alias, and the root page by __index__', async () => {
    const first = await makeTent(world, member);
    const second = await makeTent(world, member, {
      auto_publish: true,
      custom_page_alias: 'a.b-c',
    });
    const root = await makeTent(world, member, { auto_publish: true, custom_page_alias: '/' });

    for (const [name, id] of [
      [first.toUpperCase(), first],
      ['a.b-c', second],
      ['__index__', root],
    ] as const) {
      const response = await remove(name);
      expect(response.statusCode, name).toBe(200);
      expect(response.json().tent_id).toBe(id);
      expect(await statusOf(id)).toBe(404);
    }
  });

  test('200: what has been paid for and made is not paid back', async () => {
    const id = await makeTent(world, member);

    await remove(id);

    expect(await creditsUsed(world, member)).toBe(1);
  });

  test('200: work that waits is given up and paid back: the page and the edits behind it', async () => {
    const { id, response } = await queueTent();
    const edited = [await edit(id), await edit(id)];
    expect(await creditsUsed(world, member)).toBe(3);

    await remove(id);

    expect(await creditsUsed(world, member)).toBe(0);
    for (const paid of [response, ...edited]) {
      expect(await rowOf(world, paid)).toMatchObject({ creditsCharged: 1, creditsRefunded: 1 });
    }
    await makePages(world, member);
    expect(await statusOf(id)).toBe(404);
  });

  test('200: a completed page stays paid where only the edit behind it is given up', async () => {
    const id = await makeTent(world, member);
    await edit(id);

    await remove(id);

    expect(await creditsUsed(world, member)).toBe(1);
  });

  test('200: one that failed before is not paid back a second time', async () => {
    const { id } = await queueTent();
    await makePages(world, member, {
      generate: () => Promise.reject(new GenerationRefused('No.')),
    });
    expect(await creditsUsed(world, member)).toBe(0);

    await remove(id);

    expect(await creditsUsed(world, member)).toBe(0);
    const entries = await world.database.db.creditEntry.findMany({
      where: { workspaceId: member.workspaceId },
    });
    expect(entries.map(({ kind }) => kind).toSorted()).toEqual(['charge', 'refund']);
  });

  test('200: while its page is being made: what the generator brings is thrown away', async () => {
    const { id } = await queueTent();
    let wasDeleted = false;

    await makePages(world, member, {
      generate: async (...asked) => {
        wasDeleted = (await remove(id)).statusCode === 200;
        return plainGenerator.generate(...asked);
      },
    });

    expect(wasDeleted).toBe(true);
    expect(await creditsUsed(world, member)).toBe(0);
    const generations = await world.database.db.generation.count({
      where: { workspaceId: member.workspaceId },
    });
    expect(generations).toBe(0);
  });

  test('200: its files go; one that other tents share goes with the last of them', async () => {
    const { assetId, tentId } = await upload(member);
    await upload(member, { tentId });
    const templateId = await makeTemplate(world, member);
    const bulk = await member.call({
      method: 'POST',
      url: '/v1/tents/bulk',
      payload: {
        template_id: templateId,
        items: [{ input_data: {}, asset_ids: [assetId] }],
      },
    });
    const clonedInto = bulk.json().items[0].tent_id;
    const assets = await world.database.db.asset.findMany({
      where: { workspaceId: member.workspaceId, tentId },
      orderBy: { id: 'asc' },
    });
    const [shared, alone] = assets.map(({ storageKey }) => storageKey);

    await remove(tentId);
    await clearFiles(world);

    expect(await world.services.files.readBytes(shared!)).toEqual(PNG);
    await expect(world.services.files.readBytes(alone!)).rejects.toMatchObject({
      code: 'not_found',
    });
    await remove(clonedInto);
    await clearFiles(world);
    await expect(world.services.files.readBytes(shared!)).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('200: an Idempotency-Key: the second answer is the first, although nothing is there', async () => {
    const id = await makeTent(world, member);

    const first = await expectReplayed(world, member, request(id));

    expect(first.statusCode).toBe(200);
    expect((await remove(id)).statusCode).toBe(404);
  });

  test('200: two at once: one deletes, the other finds nothing; paid back once', async () => {
    const { id } = await queueTent();

    const responses = await Promise.all([remove(id), remove(id)]);

    expect(responses.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 404]);
    expect(await creditsUsed(world, member)).toBe(0);
  });

  test.each(['Spring', 'a b', '-spring', 'admin', 'a'.repeat(101), '\0', 'spr\u00EFng'])(
    '400: %j can name no tent',
    async (name) => {
      expect(refusalOf(await remove(encodeURIComponent(name)))).toBe('400 invalid_request tentId');
    },
  );

  test('400: what can name no tent is refused before an Idempotency-Key is looked at', async () => {
    const id = await makeTent(world, member);
    await member.call({ ...request(id), headers: { 'idempotency-key': 'key-1' } });

    const response = await member.call({
      ...request('Spring'),
      headers: { 'idempotency-key': 'key-1' },
    });

    expect(refusalOf(response)).toBe('400 invalid_request tentId');
  });

  test("404: no such tent or alias, or another workspace's", async () => {
    const stranger = await world.signUp({ as: person });
    const theirs = await makeTent(world, stranger, {
      auto_publish: true,
      custom_page_alias: 'theirs',
    });

    for (const name of [NOBODYS, 'nobodys', '__index__', theirs, 'theirs']) {
      const response = await remove(name);
      expect(response.statusCode, name).toBe(404);
      expect(response.json()).toMatchObject({ code: 'not_found', error: 'Tent not found.' });
    }
    expect((await stranger.call({ url: `/v1/tents/${theirs}` })).statusCode).toBe(200);
  });

  test('404: an alias that was given up', async () => {
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'spring' });
    await member.call({ method: 'POST', url: `/v1/tents/${id}/unpublish` });

    expect((await remove('spring')).statusCode).toBe(404);
    expect(await statusOf(id)).toBe(200);
  });

  test('401 and 403: without a key, and with one that may only read', async () => {
    const id = await makeTent(world, member);

    await expectUnauthorized(world, request(id));
    await expectReadOnlyRefused(world, member, request(id));

    expect(await statusOf(id)).toBe(200);
  });
});
