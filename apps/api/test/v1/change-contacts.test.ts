import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let member: TestMember;
let ada: string;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  member = await world.signUp();
  const response = await send('POST', '/v1/contacts', [
    { email: 'ada@example.com', company: 'Old' },
  ]);
  ada = response.json().results[0].contact_id;
});

function send(method: 'POST' | 'DELETE', url: string, items: unknown[], by = member) {
  return by.call({ method, url, payload: { items } });
}

const read = (id: string) => member.call({ url: `/v1/contacts/${id}` });

describe('POST /v1/contacts/update', () => {
  test('200: left out = unchanged, null = cleared', async () => {
    const response = await send('POST', '/v1/contacts/update', [
      { contact_id: ada, company: null, phone: '+49 30 1234567', client_item_id: 'x' },
      { email: 'nobody@example.com' },
    ]);

    expect(response.json()).toMatchObject({
      accepted: 1,
      rejected: 1,
      results: [
        { index: 0, client_item_id: 'x', status: 'accepted', contact_id: ada },
        { index: 1, status: 'rejected', error: { code: 'not_found' } },
      ],
    });
    expect((await read(ada)).json()).toMatchObject({
      email: 'ada@example.com',
      company: null,
      phone: '+49301234567',
    });
  });

  test('200: invalid_item when nothing to reach the contact by would be left', async () => {
    const response = await send('POST', '/v1/contacts/update', [{ contact_id: ada, email: null }]);

    expect(response.json().results).toMatchObject([{ error: { code: 'invalid_item' } }]);
  });
});

describe.each([
  ['POST', '/v1/contacts/delete'],
  ['DELETE', '/v1/contacts'],
] as const)('%s %s', (method, url) => {
  test('200: deletes by id or email, and says what was not there', async () => {
    const response = await send(method, url, [{ contact_id: ada }, { email: 'ada@example.com' }]);

    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      accepted: 1,
      rejected: 1,
      results: [{ contact_id: ada }, { error: { code: 'not_found' } }],
    });
    expect((await read(ada)).statusCode).toBe(404);
  });

  test('400: no items, and nothing is deleted', async () => {
    const response = await member.call({ method, url, payload: {} });

    expect(response.statusCode).toBe(400);
    expect((await read(ada)).statusCode).toBe(200);
  });
});

test("200: another workspace's contacts are not found by any name", async () => {
  const stranger = await world.signUp();
  const names = [{ contact_id: ada }, { email: 'ada@example.com' }];

  const updated = await send('POST', '/v1/contacts/update', names, stranger);
  const deleted = await send('DELETE', '/v1/contacts', names, stranger);

  for (const response of [updated, deleted]) {
    expect(response.json()).toMatchObject({
      accepted: 0,
      results: [{ error: { code: 'not_found' } }, { error: { code: 'not_found' } }],
    });
  }
  expect((await read(ada)).json()).toMatchObject({ company: 'Old' });
});
