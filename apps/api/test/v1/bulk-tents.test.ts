import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTemplate, makeTent, PNG, upload } from '../support/content.ts';
import {
  creditsUsed,
  refusalOf,
  expectReadOnlyRefused,
  expectReplayed,
  expectUnauthorized,
  leaveCredits,
  rowOf,
} from '../support/evidence.ts';
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
const NOBODYS_TEMPLATE = 'tpl_01K6FZ3N8V6Q2W9C4D5E7T0XYA';
const NOBODYS_ASSET = '01K6FZ3N8V6Q2W9C4D5E7T0XYA';

const request = (items: unknown[], rest: object = {}) => ({
  method: 'POST' as const,
  url: '/v1/tents/bulk',
  payload: { template_id: templateId, items, ...rest },
});
const bulk = (items: unknown[], rest: object = {}, by = member) => by.call(request(items, rest));
const countTents = () =>
  world.database.db.tent.count({ where: { workspaceId: member.workspaceId } });
const tentOf = (id: string) => world.database.db.tent.findFirstOrThrow({ where: { id } });

describe('POST /v1/tents/bulk', () => {
  test('202: a tent for each item, paid one by one, in one answer', async () => {
    const response = await bulk(
      [
        { ...ITEM, client_item_id: 'row-1' },
        { instructions: 'In Italian.', tent_name: 'Per Ada' },
        { ...ITEM, custom_page_alias: 'third' },
      ],
      {
        auto_publish: true,
        client_job_descriptor: 'spring',
        metadata: { run: 7, tags: ['a', null] },
        reasoning: 'min',
      },
    );

    expect(response.statusCode, response.body).toBe(202);
    const job = response.json();
    expect(job).toEqual({
      bulk_job_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      status: 'accepted',
      template_id: templateId,
      auto_publish: true,
      total: 3,
      accepted: 3,
      rejected: 0,
      items: [
        {
          index: 0,
          client_item_id: 'row-1',
          status: 'queued',
          tent_id: expect.any(String),
          tent_name: 'Invitation 1',
        },
        { index: 1, status: 'queued', tent_id: expect.any(String), tent_name: 'Per Ada' },
        { index: 2, status: 'queued', tent_id: expect.any(String), tent_name: 'Invitation 3' },
      ],
      credits: { charged: 3, refunded: 0, remaining: 97 },
      client_job_descriptor: 'spring',
      metadata: { run: 7, tags: ['a', null] },
      created_at: expect.stringMatching(/Z$/),
    });
    expect(response.headers).toMatchObject({
      'tented-credits-charged': '3',
      'tented-credits-remaining': '97',
    });
    expect(await rowOf(world, response)).toMatchObject({
      status: 202,
      creditsCharged: 3,
      route: '/v1/tents/bulk',
    });
    const entries = await world.database.db.creditEntry.findMany({
      where: { requestId: String(response.headers['x-request-id']) },
    });
    expect(entries.map(({ action, credits }) => [action, credits])).toEqual([
      ['tent.bulk_item', 1],
      ['tent.bulk_item', 1],
      ['tent.bulk_item', 1],
    ]);
    await makePages(world, member);
    expect(await tentOf(job.items[2].tent_id)).toMatchObject({
      status: 'completed',
      alias: 'third',
      publicationStatus: 'published',
    });
  });

  test.each([
    [{}, ['Invitation 1', 'Invitation 3']],
    [{ start_index: 0 }, ['Invitation 0', 'Invitation 2']],
    [{ start_index: 100, default_tent_name_prefix: 'Guest' }, ['Guest 100', 'Guest 102']],
  ])('202: names count on from the first item with %j, rejected ones too', async (rest, names) => {
    const response = await bulk([ITEM, {}, ITEM], rest);

    const { items } = response.json();
    expect([items[0].tent_name, items[2].tent_name]).toEqual(names);
    expect(items[1]).toMatchObject({ status: 'rejected' });
  });

  test('202: assets of the workspace are cloned into the new tent', async () => {
    const { assetId, tentId } = await upload(member);

    const response = await bulk([{ ...ITEM, asset_ids: [assetId] }]);

    const [item] = response.json().items;
    const assets = await world.database.db.asset.findMany({
      where: { workspaceId: member.workspaceId },
      orderBy: { id: 'asc' },
    });
    expect(assets).toHaveLength(2);
    expect(new Set(assets.map((asset) => asset.tentId))).toEqual(new Set([tentId, item.tent_id]));
    expect(new Set(assets.map((asset) => asset.storageKey)).size).toBe(1);
    expect(await world.services.files.readBytes(assets[0]!.storageKey)).toEqual(PNG);
    const generation = await world.database.db.generation.findFirstOrThrow({
      where: { tentId: item.tent_id },
    });
    expect(generation.assetIds).toEqual(
      assets.filter((asset) => asset.tentId === item.tent_id).map(({ id }) => id),
    );
  });

  describe('an item that cannot be carried out is rejected alone', () => {
    test.each([
      ['neither data nor instructions', {}, 'invalid_item'],
      ['no object at all', 'Ada', 'invalid_item'],
      ['null', null, 'invalid_item'],
      ['data that is no object', { input_data: 'x' }, 'invalid_item'],
      ['data with NUL', { input_data: { name: 'a\0b' } }, 'invalid_item'],
      ['data with half a character', { input_data: { name: '\ud83d' } }, 'invalid_item'],
      ['instructions that are too long', { instructions: 'x'.repeat(10_001) }, 'invalid_item'],
      ['an unknown field', { ...ITEM, colour: 'red' }, 'invalid_item'],
      ['an unknown field with NUL', { ...ITEM, 'a\0b': 1 }, 'invalid_item'],
      ['an unknown field with half a character', { ...ITEM, '\ud83d': 1 }, 'invalid_item'],
      ['a name that is too long', { ...ITEM, tent_name: 'x'.repeat(201) }, 'invalid_item'],
      ['an id that is too long', { ...ITEM, client_item_id: 'x'.repeat(256) }, 'invalid_item'],
      ['an id with NUL', { ...ITEM, client_item_id: 'a\0b' }, 'invalid_item'],
      ['an id with half a character', { ...ITEM, client_item_id: '\ud83d' }, 'invalid_item'],
      ['a reserved alias', { ...ITEM, custom_page_alias: 'api' }, 'invalid_item'],
      ['an alias with NUL', { ...ITEM, custom_page_alias: 'a\0b' }, 'invalid_item'],
      ['six assets', { ...ITEM, asset_ids: Array(6).fill(NOBODYS_ASSET) }, 'invalid_item'],
      ['an asset that is no id', { ...ITEM, asset_ids: ['x'] }, 'invalid_item'],
      ['an asset that does not exist', { ...ITEM, asset_ids: [NOBODYS_ASSET] }, 'asset_not_found'],
    ])('202: %s', async (_, item, code) => {
      const response = await bulk([ITEM, item, ITEM], { auto_publish: true });

      expect(response.statusCode, response.body).toBe(202);
      expect(response.json()).toMatchObject({
        status: 'accepted',
        accepted: 2,
        rejected: 1,
        items: [
          { index: 0, status: 'queued' },
          { index: 1, status: 'rejected', error: { code, message: expect.any(String) } },
          { index: 2, status: 'queued' },
        ],
        credits: { charged: 2 },
      });
      expect(await countTents()).toBe(2);
      expect(await creditsUsed(world, member)).toBe(2);
    });

    test('202: an alias without auto_publish for the batch', async () => {
      const response = await bulk([{ ...ITEM, custom_page_alias: 'a', client_item_id: 'x' }, ITEM]);

      expect(response.json().items).toMatchObject([
        { status: 'rejected', client_item_id: 'x', error: { code: 'invalid_item' } },
        { status: 'queued' },
      ]);
    });

    test('202: an alias that a tent has, and one that an earlier item has', async () => {
      await makeTent(world, member, { auto_publish: true, custom_page_alias: 'taken' });

      const response = await bulk(
        [
          { ...ITEM, custom_page_alias: 'taken' },
          { ...ITEM, custom_page_alias: 'mine' },
          { ...ITEM, custom_page_alias: 'mine' },
          { ...ITEM, custom_page_alias: '/' },
        ],
        { auto_publish: true },
      );

      expect(response.json().items).toMatchObject([
        { status: 'rejected', error: { code: 'alias_taken' } },
        { status: 'queued' },
        { status: 'rejected', error: { code: 'alias_duplicate' } },
        { status: 'queued' },
      ]);
    });

    test('202: an alias whose earlier owner was itself rejected is free', async () => {
      const response = await bulk(
        [
          { ...ITEM, custom_page_alias: 'mine', asset_ids: [NOBODYS_ASSET] },
          { ...ITEM, custom_page_alias: 'mine' },
        ],
        { auto_publish: true },
      );

      expect(response.json().items).toMatchObject([
        { status: 'rejected', error: { code: 'asset_not_found' } },
        { status: 'queued' },
      ]);
    });

    test("202: another workspace's asset does not exist", async () => {
      const { assetId } = await upload(await world.signUp({ as: person }));

      const response = await bulk([{ ...ITEM, asset_ids: [assetId] }, ITEM]);

      expect(response.json().items).toMatchObject([
        { status: 'rejected', error: { code: 'asset_not_found' } },
        { status: 'queued' },
      ]);
    });

    test('202: no item left, for other reasons than credits: a job that has failed, free', async () => {
      const response = await bulk([{}, {}]);

      expect(response.statusCode).toBe(202);
      expect(response.json()).toMatchObject({
        status: 'failed',
        accepted: 0,
        rejected: 2,
        credits: { charged: 0, refunded: 0, remaining: 100 },
      });
      expect(response.headers['tented-credits-charged']).toBe('0');
    });
  });

  describe('credits', () => {
    test('202: 25 items at 10 credits left: the first ten, the rest rejected, all in order', async () => {
      await leaveCredits(world, member, 10);

      const response = await bulk(Array(25).fill(ITEM));

      expect(response.statusCode).toBe(202);
      const job = response.json();
      expect(job).toMatchObject({
        status: 'accepted',
        total: 25,
        accepted: 10,
        rejected: 15,
        credits: { charged: 10, refunded: 0, remaining: 0 },
      });
      expect(job.items.map(({ index }: { index: number }) => index)).toEqual([...Array(25).keys()]);
      expect(job.items.map((item: any) => item.error?.code ?? item.status)).toEqual([
        ...Array(10).fill('queued'),
        ...Array(15).fill('insufficient_credits'),
      ]);
      expect(await creditsUsed(world, member)).toBe(10);
      expect(await countTents()).toBe(10);
      expect(await rowOf(world, response)).toMatchObject({ status: 202, creditsCharged: 10 });
    });

    test('202: invalid items do not use up what is left', async () => {
      await leaveCredits(world, member, 1);

      const response = await bulk([{}, ITEM, {}, ITEM]);

      expect(response.json().items.map((item: any) => item.error?.code ?? item.status)).toEqual([
        'invalid_item',
        'queued',
        'invalid_item',
        'insufficient_credits',
      ]);
    });

    test('429: none covered: nothing is made, nothing charged, and when to come back', async () => {
      await leaveCredits(world, member, 0);

      const response = await bulk([ITEM, {}, ITEM]);

      expect(response.statusCode).toBe(429);
      expect(response.json()).toMatchObject({
        code: 'insufficient_credits',
        details: { credits_required: 2, credits_remaining: 0 },
      });
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
      expect(response.headers).toMatchObject({
        'tented-credits-charged': '0',
        'tented-credits-remaining': '0',
      });
      expect(await countTents()).toBe(0);
      expect(await world.database.db.bulkJob.count({ where: { templateId } })).toBe(0);
      expect(await rowOf(world, response)).toMatchObject({ status: 429, creditsCharged: 0 });
    });

    test('two jobs at once never spend a credit twice', async () => {
      await leaveCredits(world, member, 10);

      const responses = await Promise.all([bulk(Array(8).fill(ITEM)), bulk(Array(8).fill(ITEM))]);

      const accepted = responses.map((response) => response.json().accepted);
      expect(accepted.toSorted()).toEqual([2, 8]);
      expect(await creditsUsed(world, member)).toBe(10);
      expect(await countTents()).toBe(10);
    });
  });

  describe('two that want the same aliases at once', () => {
    const ALIASES = ['a', 'b', 'c', 'd', 'e'].map((custom_page_alias) => ({
      ...ITEM,
      custom_page_alias,
    }));

    test('two jobs, on two servers: each alias has one owner, the other is rejected', async () => {
      await using second = await openTestApp({ url: world.database.url });
      const elsewhere = (payload: ReturnType<typeof request>) =>
        second.app.inject({ ...payload, headers: { authorization: `Bearer ${member.secret}` } });

      const responses = await Promise.all([
        bulk(ALIASES, { auto_publish: true }),
        elsewhere(request(ALIASES.toReversed(), { auto_publish: true })),
      ]);

      const items = responses.flatMap((response) => response.json().items);
      expect(items.filter(({ status }) => status === 'queued')).toHaveLength(5);
      expect(items.flatMap(({ error }) => error?.code ?? [])).toEqual(Array(5).fill('alias_taken'));
      expect(await creditsUsed(world, member)).toBe(5);
      await makePages(world, member);
      const tents = await world.database.db.tent.findMany({
        where: { workspaceId: member.workspaceId },
      });
      expect(tents.map(({ alias }) => alias).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    test('a job and a page that publishes itself: the loser has its warning or its rejection', async () => {
      const wish = { name: 'Solo', prompt: 'A page.', auto_publish: true, custom_page_alias: 'a' };
      const solo = await member.call({ method: 'POST', url: '/v1/tents', payload: wish });

      const [response] = await Promise.all([
        bulk(ALIASES, { auto_publish: true }),
        makePages(world, member),
      ]);
      await makePages(world, member);

      const first = response.json().items[0];
      const { publication } = (await member.call({ url: `/v1/tents/${solo.json().id}` })).json();
      if (first.status === 'queued') {
        expect(publication).toMatchObject({
          status: 'published_with_warnings',
          warnings: [{ code: 'alias_taken' }],
        });
        expect(await tentOf(first.tent_id)).toMatchObject({ alias: 'a' });
      } else {
        expect(first.error.code).toBe('alias_taken');
        expect(publication).toMatchObject({ status: 'published', applied_custom_page_alias: 'a' });
      }
    });
  });

  test.each([
    ['no template', { template_id: undefined }, 'template_id'],
    ['a template that is no id', { template_id: 'x' }, 'template_id'],
    ['items that are no list', { items: {} }, 'items'],
    ['no items', { items: [] }, 'items'],
    ['26 items', { items: Array(26).fill(ITEM) }, 'items'],
    ['items left out', { items: undefined }, 'items'],
    [
      'a descriptor that is too long',
      { client_job_descriptor: 'x'.repeat(256) },
      'client_job_descriptor',
    ],
    [
      'a prefix that is too long',
      { default_tent_name_prefix: 'x'.repeat(151) },
      'default_tent_name_prefix',
    ],
    ['a start below 0', { start_index: -1 }, 'start_index'],
    ['a start between numbers', { start_index: 1.5 }, 'start_index'],
    ['auto_publish in words', { auto_publish: 'yes' }, 'auto_publish'],
    ['an unknown reasoning', { reasoning: 'huge' }, 'reasoning'],
    ['metadata that is a list', { metadata: [] }, 'metadata'],
    ['metadata over 16 KiB', { metadata: { text: 'x'.repeat(16_384) } }, 'metadata'],
    ['metadata with NUL', { metadata: { text: '\0' } }, 'metadata'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('400: %s', async (_, change, path) => {
    const response = await bulk([ITEM], change);

    expect(refusalOf(response)).toBe(`400 invalid_request ${path}`);
    expect(await countTents()).toBe(0);
    expect(await rowOf(world, response)).toMatchObject({ status: 400, creditsCharged: 0 });
  });

  test.each([101, 150_000])('no 5xx for what is %i levels deep', async (levels) => {
    const deep = '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
    const send = (items: string, metadata: string) =>
      member.call({
        method: 'POST',
        url: '/v1/tents/bulk',
        headers: { 'content-type': 'application/json' },
        payload: `{"template_id":"${templateId}","items":${items},"metadata":${metadata}}`,
      });

    const rejected = await send(`[{"input_data":${deep}}]`, '{}');
    expect(rejected.statusCode).toBe(202);
    expect(rejected.json().items).toMatchObject([{ error: { code: 'invalid_item' } }]);
    expect(refusalOf(await send('[{"input_data":{}}]', deep))).toBe('400 invalid_request metadata');
  });

  test('400: a template that nobody has approved', async () => {
    const draft = await makeTemplate(world, member, { isApproved: false });

    expect(refusalOf(await bulk([ITEM], { template_id: draft }))).toBe(
      '400 invalid_request template_id',
    );
    expect(await countTents()).toBe(0);
  });

  test("404: no such template, or another workspace's", async () => {
    const theirs = await makeTemplate(world, await world.signUp({ as: person }));

    for (const template_id of [NOBODYS_TEMPLATE, theirs]) {
      const response = await bulk([ITEM], { template_id });
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ code: 'not_found', error: 'Template not found.' });
    }
    expect(await creditsUsed(world, member)).toBe(0);
  });

  test('401 and 403: without a key, and with one that may only read', async () => {
    await expectUnauthorized(world, request([ITEM]));
    await expectReadOnlyRefused(world, member, request([ITEM]));
    expect(await countTents()).toBe(0);
  });

  test('202: an Idempotency-Key makes one job and charges once', async () => {
    const first = await expectReplayed(world, member, request([ITEM, {}, ITEM]));

    expect(first.statusCode).toBe(202);
    expect(await countTents()).toBe(2);
    expect(await creditsUsed(world, member)).toBe(2);
  });
});
