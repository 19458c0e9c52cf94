import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let member: TestMember;
let ids: string[];

beforeAll(async () => {
  world = await openTestApp();
  member = await world.signUp();
  const response = await member.call({
    method: 'POST',
    url: '/v1/contacts',
    payload: {
      items: [
        { email: 'ada@example.com', first_name: 'Ada' },
        { email: 'bob@example.com', company: 'Engines' },
        { phone: '+49301234567' },
      ],
    },
  });
  ids = response.json().results.map(({ contact_id: id }: { contact_id: string }) => id);
});
afterAll(() => world[Symbol.asyncDispose]());

const list = async (query: string) => (await member.call({ url: `/v1/contacts?${query}` })).json();
const emails = async (query: string) =>
  (await list(query)).data.map(({ email }: { email: string }) => email);

describe('GET /v1/contacts', () => {
  test('200: newest first, in pages', async () => {
    const first = await list('limit=2');
    const second = await list(`limit=2&cursor=${first.next_cursor}`);

    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids.toReversed());
    expect(second.next_cursor).toBeNull();
  });

  test('200: filters', async () => {
    expect(await emails('email=ADA%40example.com')).toEqual(['ada@example.com']);
    expect(await emails('phone=0049301234567')).toEqual([null]);
    expect(await emails('q=engine')).toEqual(['bob@example.com']);
    expect(await emails('updated_since=2100-01-01')).toEqual([]);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['cursor=x', 'cursor'],
    ['updated_since=yesterday', 'updated_since'],
    ['emial=a', 'emial'],
    ['q=%00', 'q'],
    ['q=a&q=b', 'q'],
  ])('400: %s', async (query, path) => {
    const response = await member.call({ url: `/v1/contacts?${query}` });

    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'invalid_request',
      details: { issues: [{ path }] },
    });
  });
});

describe('GET /v1/contacts/{contactId}', () => {
  test('200: every field, null where empty', async () => {
    const response = await member.call({ url: `/v1/contacts/${ids[0]}` });

    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      id: ids[0],
      email: 'ada@example.com',
      phone: null,
      display_name: null,
      first_name: 'Ada',
      last_name: null,
      company: null,
      job_title: null,
      address: null,
      address2: null,
      city: null,
      state: null,
      country: null,
      zip_code: null,
      lead_status: null,
      lifecycle_stage: null,
      tented_score: null,
      unsubscribed: false,
      marketing_email_subscribed: null,
      marketing_sms_subscribed: null,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
  });

  test('400: not a UUID', async () => {
    const response = await member.call({ url: '/v1/contacts/ada' });

    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      details: { issues: [{ path: 'contactId', message: 'Not a UUID' }] },
    });
  });

  test("404: another workspace's contact, with the body of one that never existed", async () => {
    const stranger = await world.signUp();

    const theirs = await stranger.call({ url: `/v1/contacts/${ids[0]}` });
    const none = await stranger.call({ url: '/v1/contacts/0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10' });

    expect(theirs.statusCode).toBe(404);
    const { request_id: _, ...body } = theirs.json();
    expect(none.json()).toMatchObject(body);
  });

  test('200: HEAD answers like GET, without a body', async () => {
    const response = await member.call({ method: 'HEAD', url: `/v1/contacts/${ids[0]}` });

    expect(response.statusCode).toBe(200);
    expect(response.body).toBe('');
  });
});
