import { setTemplateApproval, updateTemplate } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeTemplate } from '../support/content.ts';
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
  by.call({ url: '/v1/templates', query });
const idsOf = async (query: Record<string, string> = {}) =>
  (await list(query)).json().data.map(({ id }: { id: string }) => id);
const actor = () => ({ userId: person.userId, at: world.services.clock() });

describe('GET /v1/templates', () => {
  test('200: newest first, with the names that they ask for', async () => {
    const html = '<h1>{{ first_name }} of {{company.name}}</h1><p>{{first_name}}</p>';
    const approved = await makeTemplate(world, member, { html });
    const draft = await makeTemplate(world, member, { html: '<p>Plain</p>', isApproved: false });

    const response = await list();

    expect(response.statusCode).toBe(200);
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const common = { name: 'Invitation', created_at: moment, updated_at: moment };
    expect(response.json()).toEqual({
      data: [
        { ...common, id: draft, approved: false, approved_at: null, placeholders: [] },
        {
          ...common,
          id: approved,
          approved: true,
          approved_at: moment,
          placeholders: ['first_name', 'company.name'],
        },
      ],
      next_cursor: null,
    });
    expect(response.body).not.toContain('<h1>');
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      route: '/v1/templates',
      creditsCharged: 0,
    });
  });

  test('200: by approval, which is taken back by a change and by hand', async () => {
    const [changed, withdrawn, kept] = [
      await makeTemplate(world, member),
      await makeTemplate(world, member),
      await makeTemplate(world, member),
    ];
    const { db } = world.services;
    const { workspaceId } = member;
    await updateTemplate(db, actor(), { workspaceId, id: changed, html: '<p>New</p>' });
    await setTemplateApproval(db, actor(), { workspaceId, id: withdrawn, isApproved: false });

    expect(await idsOf({ approved: 'true' })).toEqual([kept]);
    expect(await idsOf({ approved: 'false' })).toEqual([withdrawn, changed]);
  });

  test('200: an empty workspace, and nothing of others', async () => {
    await makeTemplate(world, member);
    const stranger = await world.signUp({ as: person });

    expect((await list({}, stranger)).json()).toEqual({ data: [], next_cursor: null });
  });

  test('200: page by page, within a filter', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      ids.push(await makeTemplate(world, member));
      await makeTemplate(world, member, { isApproved: false });
    }

    const first = (await list({ approved: 'true', limit: '2' })).json();
    const rest = { approved: 'true', limit: '2', cursor: first.next_cursor };
    const second = (await list(rest)).json();

    const listed = [...first.data, ...second.data].map(({ id }: { id: string }) => id);
    expect(listed).toEqual(ids.toReversed());
    expect(second.next_cursor).toBeNull();
  });

  test.each<[Record<string, string>, string]>([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ cursor: 'x' }, 'cursor'],
    [{ approved: 'yes' }, 'approved'],
    [{ approved: '' }, 'approved'],
    [{ name: 'x' }, 'name'],
  ])('400: %j', async (query, path) => {
    expect(refusalOf(await list(query))).toBe(`400 invalid_request ${path}`);
  });

  test('401: without a key; a key that may only read is enough', async () => {
    await expectUnauthorized(world, { url: '/v1/templates' });
    expect((await list({}, await withReadOnlyKey(world, member))).statusCode).toBe(200);
  });
});
