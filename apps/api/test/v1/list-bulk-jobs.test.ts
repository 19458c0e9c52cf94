import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTemplate } from '../support/content.ts';
import { expectUnauthorized, refusalOf, rowOf, withReadOnlyKey } from '../support/evidence.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let person: TestMember;
let member: TestMember;
let templateId: string;

beforeAll(async () => {
  world = await openTestApp();
  person = await world.signUp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  member = await world.signUp({ as: person });
  templateId = await makeTemplate(world, member);
});

const ITEM = { input_data: { first_name: 'Ada' } };
const list = (query: Record<string, string> = {}, by = member) =>
  by.call({ url: '/v1/bulk-jobs', query });
const start = async (items: object[], rest: object = {}) => {
  const payload = { template_id: templateId, items, ...rest };
  return (await member.call({ method: 'POST', url: '/v1/tents/bulk', payload })).json().bulk_job_id;
};

describe('GET /v1/bulk-jobs', () => {
  test('200: newest first, each as its status shows it, without the items', async () => {
    const first = await start([ITEM], { metadata: { run: 1 }, client_job_descriptor: 'one' });
    await makePages(world, member);
    const second = await start([ITEM, {}]);
    const third = await start([{}]);

    const response = await list();

    expect(response.statusCode).toBe(200);
    const shown = await Promise.all(
      [third, second, first].map(async (id) => {
        const { items: _, ...job } = (await member.call({ url: `/v1/bulk-jobs/${id}` })).json();
        return job;
      }),
    );
    expect(response.json()).toEqual({ data: shown, next_cursor: null });
    expect(shown.map(({ status }) => status)).toEqual(['failed', 'accepted', 'completed']);
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      route: '/v1/bulk-jobs',
      creditsCharged: 0,
    });
  });

  test('200: an empty workspace, and nothing of others', async () => {
    await start([ITEM]);
    const stranger = await world.signUp({ as: person });

    expect((await list({}, stranger)).json()).toEqual({ data: [], next_cursor: null });
  });

  test('200: pages that neither lose nor repeat a job while others are added', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.push(await start([ITEM]));

    const first = (await list({ limit: '2' })).json();
    await start([ITEM]);
    const second = (await list({ limit: '2', cursor: first.next_cursor })).json();

    const listed = [...first.data, ...second.data].map((job) => job.bulk_job_id);
    expect(listed).toEqual(ids.toReversed());
    expect(second.next_cursor).toBeNull();
  });

  test.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: Buffer.from('01').toString('base64url') }, 'cursor'],
    [{ status: 'failed' }, 'status'],
  ])('400: %j', async (query, path) => {
    expect(refusalOf(await list(query))).toBe(`400 invalid_request ${path}`);
  });

  test('401: without a key; a key that may only read is enough', async () => {
    await expectUnauthorized(world, { url: '/v1/bulk-jobs' });
    expect((await list({}, await withReadOnlyKey(world, member))).statusCode).toBe(200);
  });
});
