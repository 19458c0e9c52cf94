import { GenerationRefused, type TentGenerator } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makePages, makeTemplate, plainGenerator } from '../support/content.ts';
import { refusalOf, expectUnauthorized, rowOf, withReadOnlyKey } from '../support/evidence.ts';
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

const NOBODYS = '01K6FZ3N8V6Q2W9C4D5E7T0XYA';
const item = (name: string, rest: object = {}) => ({ input_data: { first_name: name }, ...rest });

async function start(items: object[], rest: object = {}) {
  const response = await member.call({
    method: 'POST',
    url: '/v1/tents/bulk',
    payload: { template_id: templateId, items, ...rest },
  });
  expect(response.statusCode, response.body).toBe(202);
  return response.json();
}
const get = (id: string, by = member) => by.call({ url: `/v1/bulk-jobs/${id}` });
const jobOf = async (id: string) => (await get(id)).json();
/** Refuses whoever is called Bob. */
const notForBob: TentGenerator = {
  generate: (input, signal) =>
    input.inputData['first_name'] === 'Bob'
      ? Promise.reject(new GenerationRefused('Not for Bob.'))
      : plainGenerator.generate(input, signal),
};

describe('GET /v1/bulk-jobs/{bulkJobId}', () => {
  test('200: accepted, with everything that was said about it, and when to look again', async () => {
    const { bulk_job_id: id, items } = await start(
      [item('Ada', { client_item_id: 'row-1' }), { client_item_id: 'row-2' }],
      { client_job_descriptor: 'spring', metadata: { run: 7 } },
    );

    const response = await get(id);

    expect(response.statusCode).toBe(200);
    expect(response.headers['retry-after']).toBe('10');
    expect(response.json()).toEqual({
      bulk_job_id: id,
      status: 'accepted',
      template_id: templateId,
      auto_publish: false,
      total: 2,
      queued: 1,
      generating: 0,
      completed: 0,
      failed: 0,
      rejected: 1,
      items: [
        {
          index: 0,
          client_item_id: 'row-1',
          tent_id: items[0].tent_id,
          tent_name: 'Invitation 1',
          status: 'queued',
        },
        {
          index: 1,
          client_item_id: 'row-2',
          status: 'rejected',
          error: items[1].error,
        },
      ],
      credits: { charged: 1, refunded: 0, remaining: 99 },
      client_job_descriptor: 'spring',
      metadata: { run: 7 },
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(await rowOf(world, response)).toMatchObject({
      status: 200,
      creditsCharged: 0,
      route: '/v1/bulk-jobs/{bulkJobId}',
    });
  });

  test('200: running while pages are being made, and between two tries of one', async () => {
    const { bulk_job_id: id } = await start([item('Ada')]);
    const seen: unknown[] = [];
    const lookAround: TentGenerator = {
      generate: async (...asked) => {
        const response = await get(id);
        seen.push([
          response.json().status,
          response.json().generating,
          response.headers['retry-after'],
        ]);
        if (seen.length === 1) throw new Error('Broken.');
        seen.push((await jobOf(id)).status);
        return plainGenerator.generate(...asked);
      },
    };

    await makePages(world, member, lookAround);

    expect(seen).toEqual([['running', 1, '10'], ['running', 1, '10'], 'running']);
    expect((await jobOf(id)).status).toBe('completed');
  });

  test('200: completed, published: addresses, and no word about coming back', async () => {
    const { bulk_job_id: id } = await start(
      [item('Ada', { custom_page_alias: 'ada' }), item('Eve'), { client_item_id: 'bad' }],
      { auto_publish: true },
    );
    expect((await jobOf(id)).items[0]).toMatchObject({ publication_status: 'pending' });

    await makePages(world, member);

    const response = await get(id);
    expect(response.headers['retry-after']).toBeUndefined();
    const job = response.json();
    expect(job).toMatchObject({ status: 'completed', completed: 2, rejected: 1, queued: 0 });
    const base = `http://localhost:3000/p/${member.slug}`;
    expect(job.items).toMatchObject([
      { status: 'completed', publication_status: 'published', published_url: `${base}/ada` },
      {
        status: 'completed',
        publication_status: 'published',
        published_url: `${base}/${job.items[1].tent_id}`,
      },
      { status: 'rejected' },
    ]);
  });

  test('200: completed_with_failures: the failed item says why and is paid back', async () => {
    const { bulk_job_id: id } = await start([item('Ada'), item('Bob')], { auto_publish: true });

    await makePages(world, member, notForBob);

    expect(await jobOf(id)).toMatchObject({
      status: 'completed_with_failures',
      completed: 1,
      failed: 1,
      items: [
        { status: 'completed' },
        {
          status: 'failed',
          publication_status: 'failed',
          error: { code: 'generation_failed', message: 'Not for Bob.' },
        },
      ],
      credits: { charged: 2, refunded: 1, remaining: 99 },
    });
  });

  test('200: failed: nothing came of any item', async () => {
    const { bulk_job_id: id } = await start([item('Bob'), {}, item('Bob')]);

    await makePages(world, member, notForBob);

    const response = await get(id);
    expect(response.headers['retry-after']).toBeUndefined();
    expect(response.json()).toMatchObject({
      status: 'failed',
      failed: 2,
      rejected: 1,
      credits: { charged: 2, refunded: 2, remaining: 100 },
    });
  });

  test('200: an item whose tent was deleted has failed; its waiting work is paid back', async () => {
    const { bulk_job_id: id, items } = await start([item('Ada'), item('Eve')]);

    await member.call({ method: 'DELETE', url: `/v1/tents/${items[0].tent_id}` });

    expect(await jobOf(id)).toMatchObject({
      status: 'running',
      items: [
        {
          tent_id: items[0].tent_id,
          tent_name: 'Invitation 1',
          status: 'failed',
          error: { code: 'tent_deleted' },
        },
        { status: 'queued' },
      ],
      credits: { charged: 2, refunded: 1 },
    });
  });

  test('200: a later edit of a tent does not change what became of its item', async () => {
    const { bulk_job_id: id, items } = await start([item('Ada')]);
    await makePages(world, member);
    await member.call({
      method: 'POST',
      url: `/v1/tents/${items[0].tent_id}/edit`,
      payload: { prompt: 'Bolder.' },
    });

    expect(await jobOf(id)).toMatchObject({
      status: 'completed',
      items: [{ status: 'completed' }],
    });
    await makePages(world, member, {
      generate: () => Promise.reject(new GenerationRefused('No.')),
    });

    expect(await jobOf(id)).toMatchObject({
      status: 'completed',
      credits: { charged: 1, refunded: 0 },
    });
  });

  test('200: updated_at goes forward with every change, a deletion among them', async () => {
    const { bulk_job_id: id, items } = await start([item('Ada'), item('Eve')]);
    const moments: string[] = [(await jobOf(id)).updated_at];
    const look = async () => moments.push((await jobOf(id)).updated_at);

    await makePages(world, member);
    await look();
    await member.call({ method: 'POST', url: `/v1/tents/${items[1].tent_id}/publish` });
    await look();
    await member.call({ method: 'DELETE', url: `/v1/tents/${items[1].tent_id}` });
    await look();
    await member.call({ method: 'DELETE', url: `/v1/tents/${items[0].tent_id}` });
    await look();

    expect(moments).toEqual([...new Set(moments)].toSorted());
  });

  test.each(['x', '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10', NOBODYS.toLowerCase()])(
    '400: %s is no ULID',
    async (id) => {
      expect(refusalOf(await get(id))).toBe('400 invalid_request bulkJobId');
    },
  );

  test("404: no such job, or another workspace's", async () => {
    const { bulk_job_id: id } = await start([item('Ada')]);

    for (const response of [await get(NOBODYS), await get(id, person)]) {
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ code: 'not_found', error: 'Bulk job not found.' });
    }
  });

  test('401: without a key; a key that may only read is enough', async () => {
    const { bulk_job_id: id } = await start([item('Ada')]);

    await expectUnauthorized(world, { url: `/v1/bulk-jobs/${id}` });
    expect((await get(id, await withReadOnlyKey(world, member))).statusCode).toBe(200);
  });
});
