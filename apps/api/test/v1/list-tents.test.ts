import { GenerationRefused } from '@tented/core';
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

const list = (query: Record<string, string> = {}, by = member) =>
  by.call({ url: '/v1/tents', query });
const namesOf = async (query: Record<string, string> = {}) =>
  (await list(query)).json().data.map(({ name }: { name: string }) => name);
const queue = async (name: string, rest: object = {}) => {
  const payload = { name, prompt: 'A page.', ...rest };
  return (await member.call({ method: 'POST', url: '/v1/tents', payload })).json().id;
};

/** One tent in each state, and what is live of them. */
async function makeOneOfEach() {
  await makeTent(world, member, { name: 'Completed' });
  await makeTent(world, member, { name: 'Live', auto_publish: true });
  await queue('Failed');
  await makePages(world, member, { generate: () => Promise.reject(new GenerationRefused('No.')) });
  await upload(member);
  await queue('Queued');
}

describe('GET /v1/tents', () => {
  test('200: newest first, each as its status shows it', async () => {
    const first = await makeTent(world, member, { name: 'First', auto_publish: true });
    const second = await queue('Second');

    const response = await list();

    expect(response.statusCode).toBe(200);
    const shown = await Promise.all(
      [second, first].map(async (id) => (await member.call({ url: `/v1/tents/${id}` })).json()),
    );
    expect(response.json()).toEqual({ data: shown, next_cursor: null });
    expect(response.headers['retry-after']).toBeUndefined();
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      path: '/v1/tents',
      route: '/v1/tents',
      creditsCharged: 0,
    });
  });

  test('200: an empty workspace, and nothing of others', async () => {
    await makeTent(world, person);

    expect((await list()).json()).toEqual({ data: [], next_cursor: null });
  });

  test('200: by status and by being published', async () => {
    await makeOneOfEach();

    expect(await namesOf({ status: 'idle' })).toEqual(['Untitled tent']);
    expect(await namesOf({ status: 'queued' })).toEqual(['Queued']);
    expect(await namesOf({ status: 'completed' })).toEqual(['Live', 'Completed']);
    expect(await namesOf({ status: 'failed' })).toEqual(['Failed']);
    expect(await namesOf({ status: 'generating' })).toEqual([]);
    expect(await namesOf({ published: 'true' })).toEqual(['Live']);
    expect(await namesOf({ published: 'false' })).toEqual([
      'Queued',
      'Untitled tent',
      'Failed',
      'Completed',
    ]);
    expect(await namesOf({ published: 'false', status: 'completed' })).toEqual(['Completed']);
    const generating: string[] = [];
    await makePages(world, member, {
      generate: async (...asked) => {
        generating.push(...(await namesOf({ status: 'generating' })));
        return plainGenerator.generate(...asked);
      },
    });
    expect(generating).toEqual(['Queued']);
  });

  test('200: by a part of the name, in any case, its signs taken as they are', async () => {
    for (const name of ['Größe 100%', 'Große 100_', 'back\\slash', 'Other']) await queue(name);

    expect(await namesOf({ q: 'GRÖSSE' })).toEqual([]);
    expect(await namesOf({ q: 'größe' })).toEqual(['Größe 100%']);
    expect(await namesOf({ q: '100%' })).toEqual(['Größe 100%']);
    expect(await namesOf({ q: '100_' })).toEqual(['Große 100_']);
    expect(await namesOf({ q: 'k\\s' })).toEqual(['back\\slash']);
    expect(await namesOf({ q: ' other ' })).toEqual(['Other']);
  });

  test('200: pages that neither lose nor repeat a tent while others are added', async () => {
    for (const name of ['1', '2', '3', '4', '5']) await queue(name);

    const first = (await list({ limit: '2' })).json();
    await queue('6');
    const second = (await list({ limit: '2', cursor: first.next_cursor })).json();
    const third = (await list({ limit: '2', cursor: second.next_cursor })).json();

    const pages = [first, second, third].map(({ data }) => data.map((tent: any) => tent.name));
    expect(pages).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect(third.next_cursor).toBeNull();
  });

  test('200: a last page that is just full says that it is the last', async () => {
    for (const name of ['1', '2', '3', '4']) await queue(name);

    const first = (await list({ limit: '2' })).json();
    const second = (await list({ limit: '2', cursor: first.next_cursor })).json();

    expect(second.data).toHaveLength(2);
    expect(second.next_cursor).toBeNull();
  });

  test('200: filters hold from page to page', async () => {
    for (const name of ['a1', 'b1', 'a2', 'b2', 'a3']) await queue(name);

    const first = (await list({ q: 'a', limit: '2' })).json();
    const second = (await list({ q: 'a', limit: '2', cursor: first.next_cursor })).json();

    const names = [...first.data, ...second.data].map(({ name }: { name: string }) => name);
    expect(names).toEqual(['a3', 'a2', 'a1']);
  });

  test.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '1.5' }, 'limit'],
    [{ limit: 'all' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: '' }, 'cursor'],
    [{ status: 'done' }, 'status'],
    [{ status: '' }, 'status'],
    [{ published: 'yes' }, 'published'],
    [{ q: 'x'.repeat(256) }, 'q'],
    [{ q: 'a\0b' }, 'q'],
    [{ colour: 'red' }, 'colour'],
  ])('400: %j', async (query, path) => {
    expect(refusalOf(await list(query))).toBe(`400 invalid_request ${path}`);
  });

  test('400: a parameter that is sent twice', async () => {
    const response = await member.call({ url: '/v1/tents?status=idle&status=failed' });

    expect(refusalOf(response)).toBe('400 invalid_request status');
  });

  test('401: without a key; a key that may only read is enough', async () => {
    await expectUnauthorized(world, { url: '/v1/tents' });
    expect((await list({}, await withReadOnlyKey(world, member))).statusCode).toBe(200);
  });
});
