import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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

const post = (payload: unknown) =>
  member.call({ method: 'POST', url: '/v1/contacts', payload: payload as object });
const countContacts = () =>
  world.database.db.contact.count({ where: { workspaceId: member.workspaceId } });

describe('POST /v1/contacts', () => {
  test('200: 25 items, one of them bad; the log says what it was and cost', async () => {
    const items = Array.from({ length: 25 }, (_, n) => ({
      email: `row-${n}@example.com`,
      client_item_id: `row-${n}`,
    }));
    items[7]!.email = 'not an email';

    const response = await post({ items });

    expect(response.statusCode).toBe(200);
    const body = response.json();
    expect(body).toMatchObject({ accepted: 24, rejected: 1 });
    expect(body.results.map(({ index }: { index: number }) => index)).toEqual(
      items.map((_, n) => n),
    );
    expect(body.results[7]).toEqual({
      index: 7,
      client_item_id: 'row-7',
      status: 'rejected',
      error: {
        code: 'invalid_item',
        message: 'Invalid email address',
        issues: [{ path: 'email', message: 'Invalid email address' }],
      },
    });
    expect(await countContacts()).toBe(24);

    // The row is there before the answer: no waiting.
    const row = await world.database.db.usageLog.findFirstOrThrow({
      where: { id: String(response.headers['x-request-id']) },
    });
    expect(row).toMatchObject({
      workspaceId: member.workspaceId,
      keyId: member.keyId,
      method: 'POST',
      path: '/v1/contacts',
      route: '/v1/contacts',
      status: 200,
      creditsCharged: 0,
      errorCode: null,
    });
    expect(response.headers['tented-credits-charged']).toBe('0');
  });

  test('200: the same contact twice: the second item meets the first', async () => {
    const response = await post({
      items: [{ email: 'a@example.com' }, { email: ' A@EXAMPLE.com' }],
    });

    const [first, second] = response.json().results;
    expect(second).toEqual({
      index: 1,
      status: 'rejected',
      contact_id: first.contact_id,
      error: { code: 'already_exists', message: 'A contact with this email or phone exists' },
    });
  });

  test('200: on_conflict update changes the contact that is there', async () => {
    await post({ items: [{ email: 'a@example.com', company: 'Old' }] });

    const response = await post({
      on_conflict: 'update',
      items: [{ email: 'a@example.com', company: 'New' }],
    });

    expect(response.json()).toMatchObject({ accepted: 1 });
    const contact = await world.database.db.contact.findFirstOrThrow({
      where: { workspaceId: member.workspaceId },
    });
    expect(contact.company).toBe('New');
  });

  test.each([
    ['items missing', {}, 'items'],
    ['items empty', { items: [] }, 'items'],
    [
      '26 items',
      { items: Array.from({ length: 26 }, () => ({ email: 'a@example.com' })) },
      'items',
    ],
    ['items not a list', { items: { email: 'a@example.com' } }, 'items'],
    ['an unknown field', { items: [{ email: 'a@example.com' }], itmes: [] }, 'itmes'],
    [
      'an unknown on_conflict',
      { items: [{ email: 'a@example.com' }], on_conflict: 'ignore' },
      'on_conflict',
    ],
  ])('400: %s', async (_, payload, path) => {
    const response = await post(payload);

    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'invalid_request',
      request_id: response.headers['x-request-id'],
      details: { issues: [{ path }] },
    });
    expect(await countContacts()).toBe(0);
  });

  test('403: a read-only key writes nothing', async () => {
    const reader = await world.signUp({ scope: 'read_only' });

    const response = await reader.call({
      method: 'POST',
      url: '/v1/contacts',
      payload: { items: [{ email: 'a@example.com' }] },
    });

    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ code: 'insufficient_scope' });
    expect((await reader.call({ url: '/v1/contacts' })).statusCode).toBe(200);
  });
});
