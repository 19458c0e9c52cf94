import { changePlan, GenerationRefused } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTemplate, makeTent, upload } from '../support/content.ts';
import {
  creditsUsed,
  expectReadOnlyRefused,
  expectReplayed,
  expectUnauthorized,
  refusalOf,
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
const request = (id: string, payload?: object) => ({
  method: 'POST' as const,
  url: `/v1/tents/${id}/publish`,
  ...(payload && { payload }),
});
const publish = (id: string, payload?: object, by = member) => by.call(request(id, payload));
const tentOf = async (id: string) => (await member.call({ url: `/v1/tents/${id}` })).json();
const rowOfTent = (id: string) => world.database.db.tent.findFirstOrThrow({ where: { id } });
const urlOf = (path: string) => `http://localhost:3000/p/${member.slug}/${path}`;
const queue = async (rest: object = {}) => {
  const payload = { name: 'Spring', prompt: 'A page.', ...rest };
  return (await member.call({ method: 'POST', url: '/v1/tents', payload })).json().id;
};

/** As many live pages as leave room for so many more. */
async function leaveRoom(pages: number, limit: number): Promise<void> {
  await world.database.pool.query(
    `INSERT INTO tent (workspace_id, id, name, published_id, published_at, created_at, updated_at)
     SELECT $1, gen_random_uuid(), 'Live', 'live', now(), now(), now() FROM generate_series(1, $2)`,
    [member.workspaceId, limit - pages],
  );
}

describe('POST /v1/tents/{tentId}/publish', () => {
  test('200: live at its default address; nothing is charged', async () => {
    const id = await makeTent(world, member);
    const before = await tentOf(id);

    const response = await publish(id);

    expect(response.statusCode, response.body).toBe(200);
    const publication = {
      status: 'published',
      published_url: urlOf(id),
      requested_custom_page_alias: null,
      applied_custom_page_alias: null,
    };
    expect(response.json()).toEqual({
      id,
      updated_at: expect.any(String),
      message: 'Tent published successfully',
      publication,
    });
    const after = await tentOf(id);
    expect(after).toMatchObject({ publication, updated_at: response.json().updated_at });
    expect(after.updated_at > before.updated_at).toBe(true);
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      route: '/v1/tents/{tentId}/publish',
      creditsCharged: 0,
    });
    expect(await creditsUsed(world, member)).toBe(1);
  });

  test('200: an alias is set, kept when left out, changed, and cleared by null', async () => {
    const id = await makeTent(world, member);
    const aliasAfter = async (payload?: object) => {
      const { publication } = (await publish(id, payload)).json();
      expect((await tentOf(id)).publication).toEqual(publication);
      return [publication.requested_custom_page_alias, publication.published_url];
    };

    expect(await aliasAfter({ custom_page_alias: 'a' })).toEqual(['a', urlOf('a')]);
    expect(await aliasAfter({})).toEqual(['a', urlOf('a')]);
    expect(await aliasAfter()).toEqual(['a', urlOf('a')]);
    expect(await aliasAfter({ custom_page_alias: 'b' })).toEqual(['b', urlOf('b')]);
    expect(await aliasAfter({ custom_page_alias: '/' })).toEqual(['/', urlOf('')]);
    expect(await aliasAfter({ custom_page_alias: null })).toEqual([null, urlOf(id)]);
    const other = await makeTent(world, member);
    expect((await publish(other, { custom_page_alias: 'a' })).statusCode).toBe(200);
  });

  test('200: live already, just so: another message, nothing done', async () => {
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'a' });
    const before = await rowOfTent(id);

    for (const payload of [undefined, {}, { custom_page_alias: 'a' }, { remove_branding: false }]) {
      const response = await publish(id, payload);
      expect(response.statusCode).toBe(200);
      expect(response.json()).toMatchObject({
        message: 'Tent is already published with its newest version',
        updated_at: before.updatedAt.toISOString(),
        publication: { status: 'published', applied_custom_page_alias: 'a' },
      });
    }
    expect(await rowOfTent(id)).toEqual(before);
  });

  test('200: the newest completed generation, whatever waits or failed behind it', async () => {
    const id = await makeTent(world, member, { auto_publish: true });
    const edit = (prompt: string) =>
      member.call({ method: 'POST', url: `/v1/tents/${id}/edit`, payload: { prompt } });
    await edit('second');
    await makePages(world, member);
    await edit('third');

    expect((await publish(id)).json().message).toBe('Tent published successfully');

    const generations = await world.database.db.generation.findMany({
      where: { tentId: id },
      orderBy: { number: 'asc' },
    });
    expect((await rowOfTent(id)).publishedId).toBe(generations[1]?.id);
    expect(await tentOf(id)).toMatchObject({ status: 'queued' });
  });

  test('200: a warning of the time before is gone', async () => {
    await makeTent(world, member, { auto_publish: true, custom_page_alias: 'a' });
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'a' });
    expect((await tentOf(id)).publication).toMatchObject({ status: 'published_with_warnings' });

    await publish(id, { custom_page_alias: 'b' });

    expect((await tentOf(id)).publication).toEqual({
      status: 'published',
      published_url: urlOf('b'),
      requested_custom_page_alias: 'b',
      applied_custom_page_alias: 'b',
    });
  });

  test('200: remove_branding on Max; left out, it stays as it is', async () => {
    member = await world.signUp({ as: person, plan: 'max' });
    const id = await makeTent(world, member);

    expect((await publish(id, { remove_branding: true })).statusCode).toBe(200);
    expect(await rowOfTent(id)).toMatchObject({ isBrandingRemoved: true });
    expect((await publish(id, { custom_page_alias: 'a' })).statusCode).toBe(200);
    expect(await rowOfTent(id)).toMatchObject({ isBrandingRemoved: true });
    expect((await publish(id, { remove_branding: false })).statusCode).toBe(200);
    expect(await rowOfTent(id)).toMatchObject({ isBrandingRemoved: false });
  });

  test('403: remove_branding on Pro; the page stays as it was', async () => {
    const id = await makeTent(world, member);

    const response = await publish(id, { remove_branding: true, custom_page_alias: 'a' });

    expect(refusalOf(response)).toBe('403 plan_required');
    expect(await rowOf(world, response)).toMatchObject({ status: 403 });
    expect(await tentOf(id)).not.toHaveProperty('publication');
    expect((await publish(id, { remove_branding: false })).statusCode).toBe(200);
  });

  test('409: an alias that another tent has; nothing changes', async () => {
    const owner = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'a' });
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'b' });

    const response = await publish(id, { custom_page_alias: 'a' });

    expect(refusalOf(response)).toBe('409 alias_taken');
    expect((await tentOf(id)).publication).toMatchObject({ applied_custom_page_alias: 'b' });
    expect(await rowOf(world, response)).toMatchObject({ status: 409, errorCode: 'alias_taken' });
    await member.call({ method: 'POST', url: `/v1/tents/${owner}/unpublish` });
    expect((await publish(id, { custom_page_alias: 'a' })).statusCode).toBe(200);
  });

  test('409: an alias that a bulk job has reserved for a page that is still to be made', async () => {
    const id = await makeTent(world, member);
    const items = [{ input_data: {}, custom_page_alias: 'a' }];
    const payload = { template_id: await makeTemplate(world, member), items, auto_publish: true };
    await member.call({ method: 'POST', url: '/v1/tents/bulk', payload });

    expect(refusalOf(await publish(id, { custom_page_alias: 'a' }))).toBe('409 alias_taken');
  });

  test('409: of many that want an alias at once, one gets it', async () => {
    const ids = [];
    for (let count = 0; count < 4; count += 1) ids.push(await makeTent(world, member));

    const responses = await Promise.all(ids.map((id) => publish(id, { custom_page_alias: 'a' })));

    expect(responses.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409, 409, 409]);
  });

  test('200: another workspace may have the same alias', async () => {
    const [mine, theirs] = [await makeTent(world, member), await makeTent(world, person)];

    expect((await publish(mine, { custom_page_alias: 'a' })).statusCode).toBe(200);
    expect((await publish(theirs, { custom_page_alias: 'a' }, person)).statusCode).toBe(200);
  });

  test('429: Pro has 500 live pages, and Max more; a live one may be published again', async () => {
    const live = await makeTent(world, member, { auto_publish: true });
    const id = await makeTent(world, member);
    await leaveRoom(1, 500);

    const response = await publish(id);

    expect(refusalOf(response)).toBe('429 publish_limit_reached');
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(await tentOf(id)).not.toHaveProperty('publication');
    expect((await publish(live, { custom_page_alias: 'a' })).statusCode).toBe(200);
    const { services } = world;
    const actor = { userId: person.userId, at: services.clock() };
    await changePlan(services.db, actor, { workspaceId: member.workspaceId, plan: 'max' });
    expect((await publish(id)).statusCode).toBe(200);
  });

  test('429: two at once for the last place: one gets it', async () => {
    const ids = [await makeTent(world, member), await makeTent(world, member)];
    await leaveRoom(1, 500);

    const responses = await Promise.all(ids.map((id) => publish(id)));

    expect(responses.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 429]);
  });

  test('200: an Idempotency-Key repeats the answer; a refusal by alias or limit is not kept', async () => {
    const id = await makeTent(world, member);
    const first = await expectReplayed(world, member, request(id, { custom_page_alias: 'a' }));
    expect(first.statusCode).toBe(200);

    const other = await makeTent(world, member);
    const keyed = {
      ...request(other, { custom_page_alias: 'a' }),
      headers: { 'idempotency-key': 'again' },
    };
    expect(refusalOf(await member.call(keyed))).toBe('409 alias_taken');
    await member.call({ method: 'POST', url: `/v1/tents/${id}/unpublish` });
    expect((await member.call(keyed)).statusCode).toBe(200);
  });

  test.each<[object, string]>([
    [{ custom_page_alias: '' }, 'custom_page_alias'],
    [{ custom_page_alias: 'Spring' }, 'custom_page_alias'],
    [{ custom_page_alias: '-a' }, 'custom_page_alias'],
    [{ custom_page_alias: 'a/b' }, 'custom_page_alias'],
    [{ custom_page_alias: 'a'.repeat(101) }, 'custom_page_alias'],
    [{ custom_page_alias: 'assets' }, 'custom_page_alias'],
    [{ custom_page_alias: '__index__' }, 'custom_page_alias'],
    [{ custom_page_alias: NOBODYS }, 'custom_page_alias'],
    [{ custom_page_alias: 7 }, 'custom_page_alias'],
    [{ remove_branding: 'yes' }, 'remove_branding'],
    [{ remove_branding: null }, 'remove_branding'],
    [{ alias: 'a' }, 'alias'],
  ])('400: %j', async (payload, path) => {
    const id = await makeTent(world, member);

    expect(refusalOf(await publish(id, payload))).toBe(`400 invalid_request ${path}`);
    expect(await tentOf(id)).not.toHaveProperty('publication');
  });

  test('400: nothing to publish: idle, queued, or failed', async () => {
    const { tentId } = await upload(member);
    const failed = await queue();
    await makePages(world, member, {
      generate: () => Promise.reject(new GenerationRefused('No.')),
    });
    const queued = await queue();

    for (const id of [tentId, failed, queued]) {
      expect(refusalOf(await publish(id))).toBe('400 invalid_request tent_id');
    }
  });

  test('400: no UUID', async () => {
    expect(refusalOf(await publish('spring'))).toBe('400 invalid_request tentId');
  });

  test("404: no such tent, or another workspace's", async () => {
    const id = await makeTent(world, member);

    expect(refusalOf(await publish(NOBODYS))).toBe('404 not_found');
    expect(refusalOf(await publish(id, {}, person))).toBe('404 not_found');
    expect(await tentOf(id)).not.toHaveProperty('publication');
  });

  test('401 and 403: without a key, and with one that may only read', async () => {
    const id = await makeTent(world, member);

    await expectUnauthorized(world, request(id));
    await expectReadOnlyRefused(world, member, request(id));

    expect(await tentOf(id)).not.toHaveProperty('publication');
  });
});
