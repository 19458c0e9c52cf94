import { createApiKey, deleteApiKey } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { callSettings, openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

let world: TestApp;
/** A second server on the same database. */
let other: TestApp;
let member: TestMember;
let now: Date;

beforeAll(async () => {
  now = new Date();
  world = await openTestApp({ clock: () => now });
  other = await openTestApp({ url: world.database.url });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
beforeEach(async () => {
  now = new Date();
  member = await world.signUp();
});

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const statusOn = async (app: TestApp, secret: string) =>
  (await app.app.inject({ url: '/v1/me', headers: bearer(secret) })).statusCode;

describe('a deleted key', () => {
  test('401 on every server as soon as delete has returned, and under its name in the log', async () => {
    expect(await statusOn(world, member.secret)).toBe(200);
    expect(await statusOn(other, member.secret)).toBe(200);

    const deleted = await callSettings(world, {
      cookie: member.cookie,
      path: 'apiKeys.delete',
      type: 'mutation',
      input: { workspace: member.slug, id: member.keyId },
    });

    expect(deleted.status).toBe(200);
    expect(await statusOn(other, member.secret)).toBe(401);
    expect(await statusOn(world, member.secret)).toBe(401);
    const rows = await world.database.db.usageLog.findMany({
      where: { workspaceId: member.workspaceId },
      orderBy: { status: 'asc' },
    });
    expect(rows.map(({ status, errorCode }) => [status, errorCode])).toEqual([
      [200, null],
      [200, null],
      [401, 'unauthorized'],
      [401, 'unauthorized'],
    ]);
  });

  test('401 also where the server has not heard of it and its cache says otherwise', async () => {
    await statusOn(other, member.secret);
    // Straight in the database, without the notice that servers send each other.
    await world.database.db.apiKey.updateMany({
      where: { id: member.keyId },
      data: { deletedAt: now },
    });

    const read = await other.app.inject({ url: '/v1/me', headers: bearer(member.secret) });
    const write = await other.app.inject({
      method: 'POST',
      url: '/v1/contacts',
      headers: bearer(member.secret),
      payload: { items: [{ email: 'late@example.com' }] },
    });

    for (const response of [read, write]) {
      expect(response.statusCode).toBe(401);
      expect(response.json()).toMatchObject({ code: 'unauthorized' });
      expect(response.headers['www-authenticate']).toBe('Bearer');
      const row = await world.database.db.usageLog.findFirst({
        where: { id: String(response.headers['x-request-id']) },
      });
      expect(row).toMatchObject({ status: 401, errorCode: 'unauthorized' });
    }
    expect(
      await world.database.db.contact.count({ where: { workspaceId: member.workspaceId } }),
    ).toBe(0);
  });
});

describe('a rotated key', () => {
  const rotate = async (grace: string) => {
    const { data } = await callSettings(world, {
      cookie: member.cookie,
      path: 'apiKeys.rotate',
      type: 'mutation',
      input: { workspace: member.slug, id: member.keyId, grace },
    });
    return data.secret as string;
  };
  const writeOn = async (app: TestApp, secret: string) =>
    (
      await app.app.inject({
        method: 'POST',
        url: '/v1/contacts',
        headers: bearer(secret),
        payload: { items: [{ email: `${Math.random()}@example.com` }] },
      })
    ).statusCode;

  test('401 for the old secret on every server, under the name of the key in the log', async () => {
    expect(await statusOn(other, member.secret)).toBe(200);

    const secret = await rotate('now');

    for (const app of [world, other]) {
      expect(await statusOn(app, member.secret)).toBe(401);
      expect(await writeOn(app, member.secret)).toBe(401);
      expect(await statusOn(app, secret)).toBe(200);
      expect(await writeOn(app, secret)).toBe(200);
    }
    const rows = await world.database.db.usageLog.findMany({
      where: { workspaceId: member.workspaceId },
    });
    expect(rows).toHaveLength(9);
    expect(new Set(rows.map(({ keyId }) => keyId))).toEqual(new Set([member.keyId]));
    expect(
      await world.database.db.contact.count({ where: { workspaceId: member.workspaceId } }),
    ).toBe(2);
  });

  test('200 for both until the first use of the new secret, whatever a cache says', async () => {
    const secret = await rotate('first_use');
    // The other server knows the old secret as one that works; no notice says that it ends.
    expect(await statusOn(other, member.secret)).toBe(200);
    expect(await writeOn(other, member.secret)).toBe(200);

    expect(await statusOn(world, secret)).toBe(200);

    expect(await statusOn(other, member.secret)).toBe(401);
    expect(await writeOn(other, member.secret)).toBe(401);
    expect(await statusOn(world, member.secret)).toBe(401);
    expect(await statusOn(other, secret)).toBe(200);
  });

  test('200 for both for an hour, and not a millisecond longer', async () => {
    const secret = await rotate('1h');
    const until = now.getTime() + 3_600_000;

    now = new Date(until - 1);
    expect(await statusOn(world, member.secret)).toBe(200);
    now = new Date(until);
    expect(await statusOn(world, member.secret)).toBe(401);
    expect(await statusOn(world, secret)).toBe(200);
  });

  test('401 for the old secret as soon as its grace was ended', async () => {
    await rotate('24h');
    expect(await statusOn(other, member.secret)).toBe(200);

    const ended = await callSettings(world, {
      cookie: member.cookie,
      path: 'apiKeys.endPrevious',
      type: 'mutation',
      input: { workspace: member.slug, id: member.keyId },
    });

    expect(ended).toMatchObject({ status: 200, data: { previous: null } });
    expect(await statusOn(other, member.secret)).toBe(401);
  });
});

test('a key made on one server works on the next at once', async () => {
  const { secret } = await createApiKey(
    world.database.db,
    { userId: null, at: now },
    { workspaceId: member.workspaceId, name: 'New', scope: 'all_access' },
  );

  expect(await statusOn(other, secret)).toBe(200);
});

test('a key expires to the millisecond', async () => {
  const expiresAt = new Date(now.getTime() + 60_000);
  const { secret } = await createApiKey(
    world.database.db,
    { userId: null, at: now },
    { workspaceId: member.workspaceId, name: 'Short', scope: 'all_access', expiresAt },
  );
  expect(await statusOn(world, secret)).toBe(200);

  now = new Date(expiresAt.getTime() - 1);
  expect(await statusOn(world, secret)).toBe(200);
  now = expiresAt;
  expect(await statusOn(world, secret)).toBe(401);
});

describe('the plan', () => {
  const setPlan = (plan: 'free' | 'pro') =>
    world.database.db.workspace.update({ where: { id: member.workspaceId }, data: { plan } });

  test('403 once the workspace is on Free, 200 as soon as it no longer is, whatever a cache says', async () => {
    expect(await statusOn(world, member.secret)).toBe(200);
    await setPlan('free');
    expect(await statusOn(world, member.secret)).toBe(403);
    expect(await statusOn(other, member.secret)).toBe(403);
    await setPlan('pro');
    expect(await statusOn(world, member.secret)).toBe(200);
    expect(await statusOn(other, member.secret)).toBe(200);
  });
});

test('deleting while requests run: every answer equals its row, none after the end is a success', async () => {
  const servers = [world, other];
  const answers: { status: number; id: string; wasSentAfter: boolean }[] = [];
  let isDeleted = false;
  const send = async (n: number) => {
    const wasSentAfter = isDeleted;
    const response = await servers[n % 2]!.app.inject({
      method: 'POST',
      url: '/v1/contacts',
      headers: bearer(member.secret),
      payload: { items: [{ email: `${answers.length}-${n}-${Math.random()}@example.com` }] },
    });
    answers.push({
      status: response.statusCode,
      id: String(response.headers['x-request-id']),
      wasSentAfter,
    });
  };
  const clients = Array.from({ length: 8 }, async (_, n) => {
    while (!isDeleted) await send(n);
    await send(n);
  });
  while (answers.length < 40) await new Promise((resolve) => setImmediate(resolve));

  await deleteApiKey(
    world.database.db,
    { userId: null, at: now },
    { workspaceId: member.workspaceId, id: member.keyId },
  );
  isDeleted = true;
  await Promise.all(clients);

  const rows = await world.database.db.usageLog.findMany({
    where: { workspaceId: member.workspaceId },
  });
  const statusOf = new Map(rows.map(({ id, status }) => [id, status]));
  for (const { id, status } of answers) expect(statusOf.get(id)).toBe(status);
  expect(rows).toHaveLength(answers.length);
  const late = answers.filter(({ wasSentAfter }) => wasSentAfter);
  expect(late).toHaveLength(8);
  for (const { status } of late) expect(status).toBe(401);
  const contacts = await world.database.db.contact.count({
    where: { workspaceId: member.workspaceId },
  });
  expect(contacts).toBe(answers.filter(({ status }) => status === 200).length);
});
