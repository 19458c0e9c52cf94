import { GenerationRefused } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTemplate, makeTent, plainGenerator, upload } from '../support/content.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  member = await world.signUp();
});

const WISH = { name: 'Spring launch', prompt: 'A launch page with hero and features.' };
const NOBODYS = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';

const create = (payload: object = WISH, by = member) =>
  by.call({ method: 'POST', url: '/v1/tents', payload });
const get = async (id: string) => (await member.call({ url: `/v1/tents/${id}` })).json();
const usedBy = async ({ workspaceId }: TestMember) =>
  (await world.database.db.creditPeriod.findFirst({ where: { workspaceId } }))?.used ?? 0;
const countTents = () =>
  world.database.db.tent.count({ where: { workspaceId: member.workspaceId } });

describe('POST /v1/tents', () => {
  test('202: a tent that is queued, paid, and made afterwards', async () => {
    const response = await create();

    expect(response.statusCode).toBe(202);
    const { id, status, created_at: createdAt } = response.json();
    expect({ status, createdAt }).toEqual({
      status: 'pending',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(response.headers).toMatchObject({
      'tented-credits-charged': '1',
      'tented-credits-remaining': '99',
    });
    const queued = await member.call({ url: `/v1/tents/${id}` });
    expect(queued.headers['retry-after']).toBe('10');
    expect(queued.json()).toMatchObject({ id, name: WISH.name, status: 'queued' });
    expect(queued.json()).not.toHaveProperty('publication');

    await makePages(world, member);

    const completed = await member.call({ url: `/v1/tents/${id}` });
    expect(completed.json()).toMatchObject({ status: 'completed' });
    expect(completed.headers['retry-after']).toBeUndefined();
    const row = await world.database.db.usageLog.findFirstOrThrow({
      where: { id: String(response.headers['x-request-id']) },
    });
    expect(row).toMatchObject({ status: 202, creditsCharged: 1, route: '/v1/tents' });
  });

  test('202: into an idle tent, with its assets', async () => {
    const { assetId, tentId } = await upload(member);
    expect(await get(tentId)).toMatchObject({
      name: 'Untitled tent',
      status: 'idle',
      generation_id: null,
    });

    const response = await create({ ...WISH, tent_id: tentId, asset_ids: [assetId] });

    expect(response.statusCode).toBe(202);
    expect(response.json().id).toBe(tentId);
    expect(await get(tentId)).toMatchObject({ name: WISH.name, status: 'queued' });
  });

  test('202: from a template, published under its alias', async () => {
    const templateId = await makeTemplate(world, member);
    const id = await makeTent(world, member, {
      template_id: templateId,
      auto_publish: true,
      custom_page_alias: 'spring',
      reasoning: 'high',
      user_id: 'user-1',
    });

    expect((await get(id)).publication).toEqual({
      status: 'published',
      published_url: `http://localhost:3000/p/${member.slug}/spring`,
      requested_custom_page_alias: 'spring',
      applied_custom_page_alias: 'spring',
    });
  });

  test('202: an alias that is taken by then: the default address, and a warning', async () => {
    const wish = { ...WISH, auto_publish: true, custom_page_alias: 'spring' };
    const ids = [(await create(wish)).json().id, (await create(wish)).json().id];
    expect((await get(ids[0])).publication).toEqual({
      status: 'pending',
      requested_custom_page_alias: 'spring',
      applied_custom_page_alias: null,
    });

    await makePages(world, member);

    const publications = await Promise.all(ids.map(async (id) => (await get(id)).publication));
    const loser = publications.find(({ status }) => status === 'published_with_warnings');
    const winner = publications.find(({ status }) => status === 'published');
    expect(winner.applied_custom_page_alias).toBe('spring');
    const loserId = ids[publications.indexOf(loser)];
    expect(loser).toEqual({
      status: 'published_with_warnings',
      published_url: `http://localhost:3000/p/${member.slug}/${loserId}`,
      requested_custom_page_alias: 'spring',
      applied_custom_page_alias: null,
      warnings: [{ code: 'alias_taken', message: expect.stringContaining('spring') }],
    });
  });

  test('202: a generation that fails for good says why and gives its credit back', async () => {
    const response = await create({ ...WISH, auto_publish: true });
    expect(await usedBy(member)).toBe(1);

    await makePages(world, member, {
      generate: () => Promise.reject(new GenerationRefused('The prompt asks for nothing.')),
    });

    expect(await get(response.json().id)).toMatchObject({
      status: 'failed',
      error: 'The prompt asks for nothing.',
      publication: { status: 'failed', error: { code: 'generation_failed' } },
    });
    expect(await usedBy(member)).toBe(0);
    const row = await world.database.db.usageLog.findFirstOrThrow({
      where: { id: String(response.headers['x-request-id']) },
    });
    expect(row).toMatchObject({ creditsCharged: 1, creditsRefunded: 1 });
  });

  test.each([
    ['name missing', { prompt: 'x' }, 'name'],
    ['name blank', { name: '  ', prompt: 'x' }, 'name'],
    ['name too long', { name: 'x'.repeat(201), prompt: 'x' }, 'name'],
    ['prompt missing', { name: 'x' }, 'prompt'],
    ['prompt blank', { name: 'x', prompt: ' ' }, 'prompt'],
    ['prompt too long', { name: 'x', prompt: 'x'.repeat(10_001) }, 'prompt'],
    ['prompt with NUL', { name: 'x', prompt: 'a\0b' }, 'prompt'],
    ['an unknown field', { ...WISH, promt: 'x' }, 'promt'],
    ['an unknown reasoning', { ...WISH, reasoning: 'huge' }, 'reasoning'],
    ['assets without a tent', { ...WISH, asset_ids: ['01K6FZ3N8V6Q2W9C4D5E7T0XYA'] }, 'asset_ids'],
    ['an alias without auto_publish', { ...WISH, custom_page_alias: 'a' }, 'custom_page_alias'],
    [
      'a reserved alias',
      { ...WISH, auto_publish: true, custom_page_alias: 'admin' },
      'custom_page_alias',
    ],
    ['a tent that is no UUID', { ...WISH, tent_id: 'x' }, 'tent_id'],
    ['a template that is none', { ...WISH, template_id: 'x' }, 'template_id'],
    ['user_id too long', { ...WISH, user_id: 'x'.repeat(256) }, 'user_id'],
  ])('400: %s', async (_, payload, path) => {
    const response = await create(payload);

    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'invalid_request',
      details: { issues: [{ path }] },
    });
    expect(await countTents()).toBe(0);
    expect(await usedBy(member)).toBe(0);
  });

  test('400: a tent that has a generation already', async () => {
    const tentId = await makeTent(world, member);

    const response = await create({ ...WISH, tent_id: tentId });

    expect(response.statusCode).toBe(400);
    expect(response.json().details.issues).toMatchObject([{ path: 'tent_id' }]);
    expect(await usedBy(member)).toBe(1);
  });

  test('400: a template that nobody has approved', async () => {
    const templateId = await makeTemplate(world, member, { isApproved: false });

    const response = await create({ ...WISH, template_id: templateId });

    expect(response.statusCode).toBe(400);
    expect(response.json().details.issues).toMatchObject([{ path: 'template_id' }]);
    expect(await countTents()).toBe(0);
  });

  test('404: no such tent, template or asset; nothing is made and nothing charged', async () => {
    const { tentId } = await upload(member);
    const other = await upload(member);
    const stranger = await world.signUp();
    const theirs = await upload(stranger);
    const theirTemplate = await makeTemplate(world, stranger);

    for (const payload of [
      { ...WISH, tent_id: NOBODYS },
      { ...WISH, tent_id: theirs.tentId },
      { ...WISH, tent_id: tentId, asset_ids: [other.assetId] },
      { ...WISH, tent_id: tentId, asset_ids: [theirs.assetId] },
      { ...WISH, template_id: 'tpl_01K6FZ3N8V6Q2W9C4D5E7T0XYA' },
      { ...WISH, template_id: theirTemplate },
    ]) {
      const response = await create(payload);
      expect(response.statusCode, JSON.stringify(payload)).toBe(404);
      expect(response.json()).toMatchObject({ code: 'not_found' });
    }
    expect(await usedBy(member)).toBe(0);
    expect(await get(tentId)).toMatchObject({ name: 'Untitled tent', status: 'idle' });
  });

  test('429: a month without credits: nothing is queued, and when to come back is said', async () => {
    const now = new Date();
    await world.database.db.creditPeriod.create({
      data: {
        workspaceId: member.workspaceId,
        startsAt: new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)),
        allowance: 0,
        allowanceMax: 100,
        used: 0,
      },
    });

    const response = await create();

    expect(response.statusCode).toBe(429);
    expect(response.json()).toMatchObject({
      code: 'insufficient_credits',
      details: { credits_required: 1, credits_remaining: 0 },
    });
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(response.headers).toMatchObject({
      'tented-credits-charged': '0',
      'tented-credits-remaining': '0',
    });
    expect(await countTents()).toBe(0);
  });

  test('202: an Idempotency-Key makes one tent and charges once; a kept 404 stays a 404', async () => {
    const send = (key: string, payload: object) =>
      member.call({
        method: 'POST',
        url: '/v1/tents',
        headers: { 'idempotency-key': key },
        payload,
      });

    const [first, second] = [await send('a', WISH), await send('a', WISH)];
    const [missing, again] = [
      await send('b', { ...WISH, tent_id: NOBODYS }),
      await send('b', { ...WISH, tent_id: NOBODYS }),
    ];

    expect(second.body).toBe(first.body);
    expect(first.headers['tented-credits-charged']).toBe('1');
    expect(second.headers['tented-credits-charged']).toBe('0');
    expect(await countTents()).toBe(1);
    expect(await usedBy(member)).toBe(1);
    expect(missing.statusCode).toBe(404);
    expect(again.statusCode).toBe(404);
    expect(again.body).toBe(missing.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const rows = await world.database.db.usageLog.findMany({
      where: { keyId: member.keyId, status: 404 },
      orderBy: { id: 'asc' },
    });
    expect(rows).toMatchObject([
      { isReplayed: false, errorCode: 'not_found' },
      { isReplayed: true, creditsCharged: 0 },
    ]);
  });

  test('a page is made once however many workers try at the same time', async () => {
    const { id } = (await create()).json();
    let calls = 0;
    const slow = {
      generate: async (
        input: Parameters<typeof plainGenerator.generate>[0],
        signal: AbortSignal,
      ) => {
        calls += 1;
        return plainGenerator.generate(input, signal);
      },
    };

    await Promise.all([makePages(world, member, slow), makePages(world, member, slow)]);

    expect(calls).toBe(1);
    expect(await get(id)).toMatchObject({ status: 'completed' });
  });
});
