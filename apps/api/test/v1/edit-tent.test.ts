import { type GenerationInput, GenerationRefused, type TentGenerator } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTent, upload } from '../support/content.ts';
import {
  creditsUsed,
  expectReadOnlyRefused,
  expectReplayed,
  expectUnauthorized,
  leaveCredits,
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
const NOBODYS_ASSET = '01K6FZ3N8V6Q2W9C4D5E7T0XYA';
const request = (id: string, payload: object = { prompt: 'Bolder.' }) => ({
  method: 'POST' as const,
  url: `/v1/tents/${id}/edit`,
  payload,
});
const edit = (id: string, payload?: object, by = member) => by.call(request(id, payload));
const tentOf = async (id: string) => (await member.call({ url: `/v1/tents/${id}` })).json();
const queue = async () => {
  const payload = { name: 'Spring', prompt: 'first' };
  return (await member.call({ method: 'POST', url: '/v1/tents', payload })).json().id;
};
const generationsOf = (tentId: string) =>
  world.database.db.generation.findMany({ where: { tentId }, orderBy: { number: 'asc' } });

/** Writes each prompt below what was there before; refuses `bad` ones. */
function layers() {
  const asked: GenerationInput[] = [];
  const generator: TentGenerator = {
    generate: async (input) => {
      asked.push(input);
      if (input.prompt === 'bad') throw new GenerationRefused('Too bad.');
      return { html: `${input.previousHtml ?? ''}<p>${input.prompt}</p>` };
    },
  };
  return { asked, generator };
}

describe('POST /v1/tents/{tentId}/edit', () => {
  test('202: another generation, paid, that starts from the page there is', async () => {
    const { generator } = layers();
    const id = await queue();
    await makePages(world, member, generator);
    const before = await tentOf(id);

    const response = await edit(id, { prompt: 'second', include_brand: true, reasoning: 'max' });

    expect(response.statusCode, response.body).toBe(202);
    expect(response.json()).toEqual({
      id,
      generation_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      status: 'pending',
      updated_at: expect.any(String),
    });
    expect(response.headers).toMatchObject({
      'tented-credits-charged': '1',
      'tented-credits-remaining': '98',
    });
    expect(await rowOf(world, response)).toMatchObject({
      status: 202,
      creditsCharged: 1,
      route: '/v1/tents/{tentId}/edit',
    });
    const queued = await tentOf(id);
    expect(queued).toMatchObject({
      status: 'queued',
      generation_id: response.json().generation_id,
      updated_at: response.json().updated_at,
    });
    expect(queued.updated_at > before.updated_at).toBe(true);

    await makePages(world, member, generator);

    expect(await tentOf(id)).toMatchObject({ status: 'completed' });
    expect(await generationsOf(id)).toMatchObject([
      { number: 1, kind: 'initial', html: '<p>first</p>' },
      {
        number: 2,
        kind: 'edit',
        html: '<p>first</p><p>second</p>',
        includeBrand: true,
        reasoning: 'max',
      },
    ]);
    const entries = await world.database.db.creditEntry.findMany({
      where: { requestId: String(response.headers['x-request-id']) },
    });
    expect(entries).toMatchObject([{ action: 'tent.edit', credits: 1, kind: 'charge' }]);
  });

  test('202: edits of a tent that is still queued wait in line, and run in order', async () => {
    const { generator } = layers();
    const id = await queue();
    for (const prompt of ['second', 'third', 'fourth']) {
      expect((await edit(id, { prompt })).statusCode).toBe(202);
    }
    expect(await tentOf(id)).toMatchObject({ status: 'queued' });

    await makePages(world, member, generator);

    expect((await generationsOf(id)).map(({ html }) => html)).toEqual([
      '<p>first</p>',
      '<p>first</p><p>second</p>',
      '<p>first</p><p>second</p><p>third</p>',
      '<p>first</p><p>second</p><p>third</p><p>fourth</p>',
    ]);
    expect(await creditsUsed(world, member)).toBe(4);
  });

  test('202: one that fails in between is paid back, and stops nobody behind it', async () => {
    const { generator } = layers();
    const id = await queue();
    const bad = await edit(id, { prompt: 'bad' });
    await edit(id, { prompt: 'third' });

    await makePages(world, member, generator);

    expect(await generationsOf(id)).toMatchObject([
      { status: 'completed' },
      { status: 'failed', error: 'Too bad.' },
      { status: 'completed', html: '<p>first</p><p>third</p>' },
    ]);
    expect(await tentOf(id)).toMatchObject({ status: 'completed' });
    expect(await tentOf(id)).not.toHaveProperty('error');
    expect(await rowOf(world, bad)).toMatchObject({ creditsCharged: 1, creditsRefunded: 1 });
    expect(await creditsUsed(world, member)).toBe(2);
  });

  test('202: after a first page that failed: from nothing', async () => {
    const { asked, generator } = layers();
    const id = await queue();
    await makePages(world, member, {
      generate: () => Promise.reject(new GenerationRefused('No.')),
    });

    await edit(id, { prompt: 'second' });
    await makePages(world, member, generator);

    expect(asked).toMatchObject([{ prompt: 'second', previousHtml: null }]);
    expect(await tentOf(id)).toMatchObject({ status: 'completed' });
  });

  test('202: while a page is being made: the edit waits for it', async () => {
    const { asked, generator } = layers();
    const id = await queue();

    await makePages(world, member, {
      generate: async (...all) => {
        if (asked.length === 0) await edit(id, { prompt: 'second' });
        return generator.generate(...all);
      },
    });

    expect(asked.map(({ prompt, previousHtml }) => [prompt, previousHtml])).toEqual([
      ['first', null],
      ['second', '<p>first</p>'],
    ]);
  });

  test('202: what is live stays live until somebody publishes', async () => {
    const { generator } = layers();
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'a' });
    const { publication } = await tentOf(id);

    await edit(id, { prompt: 'second' });
    expect((await tentOf(id)).publication).toEqual(publication);
    await makePages(world, member, generator);

    expect((await tentOf(id)).publication).toEqual(publication);
  });

  test('202: auto_publish: live by itself, under the alias it has or the one it names', async () => {
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'a' });

    await edit(id, { prompt: 'second', auto_publish: true });
    await makePages(world, member);
    expect((await tentOf(id)).publication).toMatchObject({
      status: 'published',
      requested_custom_page_alias: 'a',
      applied_custom_page_alias: 'a',
    });
    const tent = await world.database.db.tent.findFirstOrThrow({ where: { id } });
    expect(tent.publishedId).toBe(tent.completedId);

    await edit(id, { prompt: 'third', auto_publish: true, custom_page_alias: 'b' });
    await makePages(world, member);
    expect((await tentOf(id)).publication).toMatchObject({ applied_custom_page_alias: 'b' });
  });

  test('202: auto_publish of an edit that fails: what was live stays, and the failure is said', async () => {
    const { generator } = layers();
    const id = await makeTent(world, member, { auto_publish: true, custom_page_alias: 'a' });

    await edit(id, { prompt: 'bad', auto_publish: true });
    await makePages(world, member, generator);

    expect(await tentOf(id)).toMatchObject({
      status: 'failed',
      error: 'Too bad.',
      publication: {
        status: 'failed',
        published_url: `http://localhost:3000/p/${member.slug}/a`,
        applied_custom_page_alias: 'a',
        error: { code: 'generation_failed' },
      },
    });
  });

  test('202: with assets of the tent', async () => {
    const id = await makeTent(world, member);
    const { assetId } = await upload(member, { tentId: id });
    const { asked, generator } = layers();

    const response = await edit(id, { prompt: 'With the logo.', asset_ids: [assetId] });
    await makePages(world, member, generator);

    expect(response.statusCode).toBe(202);
    expect(asked[0]?.assets).toMatchObject([{ id: assetId, contentType: 'image/png' }]);
  });

  test('202: many at once: numbered without gaps, each paid once', async () => {
    const id = await queue();

    const responses = await Promise.all(Array.from({ length: 6 }, () => edit(id)));

    expect(responses.map(({ statusCode }) => statusCode)).toEqual(Array(6).fill(202));
    const generations = await generationsOf(id);
    expect(generations.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await tentOf(id)).toMatchObject({ generation_id: generations.at(-1)?.id });
    expect(await creditsUsed(world, member)).toBe(7);
    await makePages(world, member);
    expect(await tentOf(id)).toMatchObject({ status: 'completed' });
  });

  test('202: an Idempotency-Key: one edit, charged once', async () => {
    const id = await makeTent(world, member);

    const first = await expectReplayed(world, member, request(id));

    expect(first.statusCode).toBe(202);
    expect(await generationsOf(id)).toHaveLength(2);
    expect(await creditsUsed(world, member)).toBe(2);
  });

  test.each<[string, object, string]>([
    ['no prompt', {}, 'prompt'],
    ['a blank prompt', { prompt: ' ' }, 'prompt'],
    ['a prompt that is too long', { prompt: 'x'.repeat(10_001) }, 'prompt'],
    ['a prompt with NUL', { prompt: 'a\0b' }, 'prompt'],
    ['include_brand in words', { prompt: 'x', include_brand: 'yes' }, 'include_brand'],
    ['auto_publish in words', { prompt: 'x', auto_publish: 1 }, 'auto_publish'],
    ['an alias without auto_publish', { prompt: 'x', custom_page_alias: 'a' }, 'custom_page_alias'],
    [
      'a reserved alias',
      { prompt: 'x', auto_publish: true, custom_page_alias: 'docs' },
      'custom_page_alias',
    ],
    [
      'an alias in capitals',
      { prompt: 'x', auto_publish: true, custom_page_alias: 'Spring' },
      'custom_page_alias',
    ],
    ['six assets', { prompt: 'x', asset_ids: Array(6).fill(NOBODYS_ASSET) }, 'asset_ids'],
    ['an asset that is no id', { prompt: 'x', asset_ids: ['x'] }, 'asset_ids.0'],
    ['an unknown reasoning', { prompt: 'x', reasoning: 'huge' }, 'reasoning'],
    ['a field of creating', { prompt: 'x', template_id: 'x' }, 'template_id'],
  ])('400: %s', async (_, payload, path) => {
    const id = await queue();

    const response = await edit(id, payload);

    expect(refusalOf(response)).toBe(`400 invalid_request ${path}`);
    expect(await generationsOf(id)).toHaveLength(1);
    expect(await rowOf(world, response)).toMatchObject({ status: 400, creditsCharged: 0 });
  });

  test('400: a tent that was never generated', async () => {
    const { tentId } = await upload(member);

    expect(refusalOf(await edit(tentId))).toBe('400 invalid_request tent_id');
    expect(await creditsUsed(world, member)).toBe(0);
  });

  test('400: no UUID', async () => {
    expect(refusalOf(await edit('spring'))).toBe('400 invalid_request tentId');
  });

  test("404: no such tent, another workspace's, or an asset that is not this tent's", async () => {
    const id = await makeTent(world, member);
    const { assetId } = await upload(member);

    for (const response of [
      await edit(NOBODYS),
      await edit(id, undefined, person),
      await edit(id, { prompt: 'x', asset_ids: [assetId] }),
      await edit(id, { prompt: 'x', asset_ids: [NOBODYS_ASSET] }),
    ]) {
      expect(refusalOf(response)).toBe('404 not_found');
    }
    expect(await generationsOf(id)).toHaveLength(1);
    expect(await creditsUsed(world, member)).toBe(1);
  });

  test('429: a month without credits: nothing is queued, and when to come back is said', async () => {
    await leaveCredits(world, member, 1);
    const id = await makeTent(world, member);

    const response = await edit(id);

    expect(refusalOf(response)).toBe('429 insufficient_credits');
    expect(response.json().details).toEqual({ credits_required: 1, credits_remaining: 0 });
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(response.headers['tented-credits-remaining']).toBe('0');
    expect(await tentOf(id)).toMatchObject({ status: 'completed' });
    expect(await generationsOf(id)).toHaveLength(1);
    expect(await rowOf(world, response)).toMatchObject({ status: 429, creditsCharged: 0 });
  });

  test('401 and 403: without a key, and with one that may only read', async () => {
    const id = await makeTent(world, member);

    await expectUnauthorized(world, request(id));
    await expectReadOnlyRefused(world, member, request(id));

    expect(await generationsOf(id)).toHaveLength(1);
  });
});
