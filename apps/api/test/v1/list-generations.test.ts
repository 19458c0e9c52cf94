import { GenerationRefused } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTent, upload } from '../support/content.ts';
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
const list = (id: string, query: Record<string, string> = {}, by = member) =>
  by.call({ url: `/v1/tents/${id}/generations`, query });
const edit = (id: string) =>
  member.call({ method: 'POST', url: `/v1/tents/${id}/edit`, payload: { prompt: 'Bolder.' } });

describe('GET /v1/tents/{tentId}/generations', () => {
  test('200: newest first, numbered without gaps, each with what became of it', async () => {
    const id = await makeTent(world, member);
    await edit(id);
    await makePages(world, member, {
      generate: () => Promise.reject(new GenerationRefused('Too bold.')),
    });
    const queued = (await edit(id)).json();

    const response = await list(id);

    expect(response.statusCode).toBe(200);
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(response.json()).toEqual({
      data: [
        {
          generation_id: queued.generation_id,
          number: 3,
          kind: 'edit',
          status: 'queued',
          created_at: moment,
        },
        {
          generation_id: expect.any(String),
          number: 2,
          kind: 'edit',
          status: 'failed',
          created_at: moment,
          completed_at: moment,
          error: 'Too bold.',
        },
        {
          generation_id: expect.any(String),
          number: 1,
          kind: 'initial',
          status: 'completed',
          created_at: moment,
          completed_at: moment,
        },
      ],
      next_cursor: null,
    });
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      route: '/v1/tents/{tentId}/generations',
      creditsCharged: 0,
    });
  });

  test('200: page by page, while an edit is added', async () => {
    const id = await makeTent(world, member);
    await edit(id);
    await edit(id);

    const first = (await list(id, { limit: '2' })).json();
    await edit(id);
    const second = (await list(id, { limit: '2', cursor: first.next_cursor })).json();

    const numbers = [first, second].map(({ data }) => data.map((row: any) => row.number));
    expect(numbers).toEqual([[3, 2], [1]]);
    expect(second.next_cursor).toBeNull();
  });

  test('200: an idle tent has none', async () => {
    const { tentId } = await upload(member);

    expect((await list(tentId)).json()).toEqual({ data: [], next_cursor: null });
  });

  test.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ cursor: Buffer.from('0').toString('base64url') }, 'cursor'],
    [{ cursor: Buffer.from('99999999999').toString('base64url') }, 'cursor'],
    [{ status: 'failed' }, 'status'],
  ])('400: %j', async (query, path) => {
    const id = await makeTent(world, member);

    expect(refusalOf(await list(id, query))).toBe(`400 invalid_request ${path}`);
  });

  test('400: no UUID', async () => {
    expect(refusalOf(await list('x'))).toBe('400 invalid_request tentId');
  });

  test("404: no such tent, or another workspace's", async () => {
    const id = await makeTent(world, member);

    expect(refusalOf(await list(NOBODYS))).toBe('404 not_found');
    expect(refusalOf(await list(id, {}, person))).toBe('404 not_found');
  });

  test('401: without a key; a key that may only read is enough', async () => {
    const id = await makeTent(world, member);

    await expectUnauthorized(world, { url: `/v1/tents/${id}/generations` });
    expect((await list(id, {}, await withReadOnlyKey(world, member))).statusCode).toBe(200);
  });
});
