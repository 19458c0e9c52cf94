import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTent } from '../support/content.ts';
import {
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
  url: `/v1/tents/${id}/unpublish`,
  ...(payload && { payload }),
});
const unpublish = (id: string, payload?: object, by = member) => by.call(request(id, payload));
const tentOf = async (id: string) => (await member.call({ url: `/v1/tents/${id}` })).json();
const makeLive = (alias = 'a') =>
  makeTent(world, member, { auto_publish: true, custom_page_alias: alias });

describe('POST /v1/tents/{tentId}/unpublish', () => {
  test('200: the page is gone, its alias free, and so is publication', async () => {
    const id = await makeLive();
    const before = await tentOf(id);

    const response = await unpublish(id);

    expect(response.statusCode, response.body).toBe(200);
    expect(response.json()).toEqual({
      id,
      status: 'draft',
      updated_at: expect.any(String),
      message: 'Tent unpublished successfully',
    });
    const after = await tentOf(id);
    expect(after).not.toHaveProperty('publication');
    expect(after).toMatchObject({ status: 'completed', updated_at: response.json().updated_at });
    expect(after.updated_at > before.updated_at).toBe(true);
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      route: '/v1/tents/{tentId}/unpublish',
      creditsCharged: 0,
    });
    const next = await makeLive();
    expect((await tentOf(next)).publication).toMatchObject({ status: 'published' });
  });

  test('200: with {} as its body, and published anew without its alias of before', async () => {
    const id = await makeLive();

    expect((await unpublish(id, {})).statusCode).toBe(200);
    const response = await member.call({ method: 'POST', url: `/v1/tents/${id}/publish` });

    expect(response.json().publication).toMatchObject({ applied_custom_page_alias: null });
  });

  test('200: not published: nothing is done, and so is what waits to be published', async () => {
    const draft = await makeTent(world, member);
    const payload = { name: 'Spring', prompt: 'A page.', auto_publish: true };
    const { id: pending } = (
      await member.call({ method: 'POST', url: '/v1/tents', payload })
    ).json();

    for (const id of [draft, pending]) {
      const before = await tentOf(id);
      const response = await unpublish(id);
      expect(response.json()).toEqual({
        id,
        status: 'draft',
        updated_at: before.updated_at,
        message: 'Tent is not published',
      });
      expect(await tentOf(id)).toEqual(before);
    }
    await makePages(world, member);
    expect((await tentOf(pending)).publication).toMatchObject({ status: 'published' });
  });

  test('200: an Idempotency-Key: the second answer is the first, although nothing was to do', async () => {
    const id = await makeLive();

    const first = await expectReplayed(world, member, request(id));

    expect(first.json().message).toBe('Tent unpublished successfully');
  });

  test('400: a field in the body, and no UUID', async () => {
    const id = await makeLive();

    expect(refusalOf(await unpublish(id, { force: true }))).toBe('400 invalid_request force');
    expect(refusalOf(await unpublish('spring'))).toBe('400 invalid_request tentId');
    expect((await tentOf(id)).publication).toMatchObject({ status: 'published' });
  });

  test("404: no such tent, or another workspace's", async () => {
    const id = await makeLive();

    expect(refusalOf(await unpublish(NOBODYS))).toBe('404 not_found');
    expect(refusalOf(await unpublish(id, {}, person))).toBe('404 not_found');
    expect((await tentOf(id)).publication).toMatchObject({ status: 'published' });
  });

  test('401 and 403: without a key, and with one that may only read', async () => {
    const id = await makeLive();

    await expectUnauthorized(world, request(id));
    await expectReadOnlyRefused(world, member, request(id));

    expect((await tentOf(id)).publication).toMatchObject({ status: 'published' });
  });
});
