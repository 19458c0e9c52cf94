import { randomUUID } from 'node:crypto';
import { sweepIdempotencyRecords } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

let world: TestApp;
let member: TestMember;
let now = new Date();

beforeAll(async () => {
  world = await openTestApp({ clock: () => now });
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date();
  member = await world.signUp();
});

const email = () => `${randomUUID()}@example.com`;
const HOUR_MS = 60 * 60 * 1_000;

/** Creates a contact; the same `key` and `payload` make the same request. */
function create(
  key: string,
  payload: object = { items: [{ email: email() }] },
  by: TestMember = member,
) {
  return by.call({
    method: 'POST',
    url: '/v1/contacts',
    headers: { 'idempotency-key': key },
    payload,
  });
}

const countContacts = () =>
  world.database.db.contact.count({ where: { workspaceId: member.workspaceId } });
const rowOf = (response: { headers: Record<string, unknown> }) =>
  world.database.db.usageLog.findFirstOrThrow({
    where: { id: String(response.headers['x-request-id']) },
  });

describe('Idempotency-Key', () => {
  test('200: the second request repeats the first answer byte for byte and does nothing', async () => {
    const payload = { items: [{ email: email() }] };
    const first = await create('key-1', payload);

    const second = await create('key-1', payload);

    expect(first.statusCode).toBe(200);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.statusCode).toBe(200);
    expect(second.body).toBe(first.body);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.headers['tented-credits-charged']).toBe('0');
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
    expect(await countContacts()).toBe(1);
    expect(await rowOf(first)).toMatchObject({ status: 200, isReplayed: false });
    expect(await rowOf(second)).toMatchObject({
      status: 200,
      isReplayed: true,
      creditsCharged: 0,
    });
  });

  test('200: 50 clients at once: one effect, the others get its answer or 409', async () => {
    const second = await openTestApp({ url: world.database.url });
    const payload = { items: [{ email: email() }] };
    const elsewhere = (index: number) => (index % 2 === 0 ? world.app : second.app);

    const responses = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        elsewhere(index).inject({
          method: 'POST',
          url: '/v1/contacts',
          headers: { authorization: `Bearer ${member.secret}`, 'idempotency-key': 'same' },
          payload,
        }),
      ),
    );
    await second[Symbol.asyncDispose]();

    const bodies = new Set(
      responses.filter(({ statusCode }) => statusCode === 200).map(({ body }) => body),
    );
    expect(bodies.size).toBe(1);
    expect(await countContacts()).toBe(1);
    const fresh = responses.filter(
      ({ statusCode, headers }) => statusCode === 200 && !headers['idempotency-replayed'],
    );
    expect(fresh).toHaveLength(1);
    for (const response of responses.filter(({ statusCode }) => statusCode !== 200)) {
      expect(response.statusCode).toBe(409);
      expect(response.json()).toMatchObject({ code: 'idempotency_in_progress' });
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    }
    expect((await create('same', payload)).body).toBe([...bodies][0]);
  });

  test('422: the same key with another body, path or method', async () => {
    await create('key-1');
    const call = (url: string, method: 'POST' | 'DELETE') =>
      member.call({
        method,
        url,
        headers: { 'idempotency-key': 'key-1' },
        payload: { items: [{ email: email() }] },
      });

    const responses = [
      await create('key-1'),
      await call('/v1/contacts/delete', 'POST'),
      await call('/v1/contacts', 'DELETE'),
    ];

    for (const response of responses) {
      expect(response.statusCode).toBe(422);
      expect(response.json()).toMatchObject({ code: 'idempotency_mismatch' });
      expect(await rowOf(response)).toMatchObject({
        status: 422,
        errorCode: 'idempotency_mismatch',
      });
    }
    expect(await countContacts()).toBe(1);
  });

  test('200: another workspace may use the same key', async () => {
    const other = await world.signUp();
    await create('key-1');

    const response = await create('key-1', undefined, other);

    expect(response.statusCode).toBe(200);
    expect(response.headers['idempotency-replayed']).toBeUndefined();
  });

  test('400: a refusal before the check is not kept: mended, the key does its work', async () => {
    const bad = await create('key-1', { items: [] });

    const good = await create('key-1');

    expect(bad.statusCode).toBe(400);
    expect(good.statusCode).toBe(200);
    expect(good.headers['idempotency-replayed']).toBeUndefined();
  });

  test.each(['', 'a b', 'ü', 'x'.repeat(256)])('400: %j is no key', async (key) => {
    const response = await create(key);

    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      code: 'invalid_request',
      details: { issues: [{ path: 'Idempotency-Key' }] },
    });
    expect(await countContacts()).toBe(0);
  });

  test('200: on a GET it means nothing', async () => {
    const get = () => member.call({ url: '/v1/me', headers: { 'idempotency-key': 'key-1' } });

    expect((await get()).statusCode).toBe(200);
    expect((await get()).headers['idempotency-replayed']).toBeUndefined();
  });

  test('401: a deleted key replays nothing', async () => {
    const payload = { items: [{ email: email() }] };
    await create('key-1', payload);
    await world.database.db.apiKey.updateMany({
      where: { id: member.keyId },
      data: { deletedAt: new Date() },
    });

    expect((await create('key-1', payload)).statusCode).toBe(401);
  });

  test('200: after 24 hours the key does its work again; the sweep removes what is older', async () => {
    const payload = { on_conflict: 'update', items: [{ email: email() }] };
    await create('key-1', payload);
    now = new Date(now.getTime() + 24 * HOUR_MS - 1_000);
    expect((await create('key-1', payload)).headers['idempotency-replayed']).toBe('true');
    now = new Date(now.getTime() + 2_000);

    const again = await create('key-1', payload);

    expect(again.statusCode).toBe(200);
    expect(again.headers['idempotency-replayed']).toBeUndefined();
    now = new Date(now.getTime() + 24 * HOUR_MS);
    expect(await sweepIdempotencyRecords(world.database.pool, now)).toBeGreaterThan(0);
    const { workspaceId } = member;
    expect(await world.database.db.idempotencyRecord.count({ where: { workspaceId } })).toBe(0);
  });
});
