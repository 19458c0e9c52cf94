import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeTent, PNG, uploadRequest } from '../support/content.ts';
import {
  creditsUsed,
  expectReadOnlyRefused,
  expectReplayed,
  expectUnauthorized,
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
afterEach(() => {
  vi.restoreAllMocks();
});

const NOBODYS = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=x' };
const send = (options: Parameters<typeof uploadRequest>[0] = {}, by = member) =>
  by.call(uploadRequest(options));
const assetsOf = ({ workspaceId }: TestMember) =>
  world.database.db.asset.findMany({ where: { workspaceId } });
const countTents = () =>
  world.database.db.tent.count({ where: { workspaceId: member.workspaceId } });

/** Which files have been stored since, and which of them are still there. */
function watchFiles() {
  const { files } = world.services;
  const put = vi.spyOn(files, 'put');
  const keys = () => put.mock.calls.map(([key]) => key);
  const isThere = (key: string) =>
    files.readBytes(key).then(
      () => true,
      () => false,
    );
  return {
    async count() {
      const there = await Promise.all(keys().map(isThere));
      return { stored: there.length, left: there.filter(Boolean).length };
    },
  };
}

describe('POST /v1/tents/{tentId}/assets', () => {
  test('201: with a new idle tent', async () => {
    const response = await send();

    expect(response.statusCode, response.body).toBe(201);
    const asset = response.json();
    expect(asset).toEqual({
      requested_tent_id: 'new',
      actual_tent_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      asset_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
      filename: 'logo.png',
      content_type: 'image/png',
      file_size: PNG.length,
      uploaded_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect((await member.call({ url: `/v1/tents/${asset.actual_tent_id}` })).json()).toMatchObject({
      name: 'Untitled tent',
      status: 'idle',
      generation_id: null,
    });
    const [stored] = await assetsOf(member);
    expect(await world.services.files.readBytes(stored!.storageKey)).toEqual(PNG);
    expect(await rowOf(world, response)).toMatchObject({
      status: 201,
      route: '/v1/tents/{tentId}/assets',
      creditsCharged: 0,
    });
    expect(response.headers['tented-credits-charged']).toBe('0');
    expect(await creditsUsed(world, member)).toBe(0);
  });

  test('201: to a tent that is there, whatever its state; it becomes newer by it', async () => {
    const id = await makeTent(world, member);
    const before = (await member.call({ url: `/v1/tents/${id}` })).json();

    const response = await send({ tentId: id.toUpperCase() });

    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({
      requested_tent_id: id.toUpperCase(),
      actual_tent_id: id,
    });
    const after = (await member.call({ url: `/v1/tents/${id}` })).json();
    expect(after.updated_at > before.updated_at).toBe(true);
    expect(after).toMatchObject({ status: 'completed' });
  });

  test.each([
    ['page.svg', 'image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['people.csv', 'text/csv', Buffer.from('name,city\nAda,London\n')],
    ['notes.md', 'text/markdown', Buffer.from('# Notes')],
    ['notes.txt', 'text/plain', Buffer.from('Notes')],
  ])('201: %s', async (filename, contentType, bytes) => {
    const response = await send({ filename, contentType, bytes });

    expect(response.json()).toMatchObject({
      filename,
      content_type: contentType,
      file_size: bytes.length,
    });
  });

  test('201: an Idempotency-Key: one asset, one tent, and one file on the disk', async () => {
    const files = watchFiles();

    const first = await expectReplayed(world, member, uploadRequest());

    expect(first.statusCode).toBe(201);
    expect(await assetsOf(member)).toHaveLength(1);
    expect(await countTents()).toBe(1);
    expect(await files.count()).toEqual({ stored: 2, left: 1 });
  });

  test('201: the same upload in other framing is the same; another file is not: 422', async () => {
    const key = { 'idempotency-key': 'once' };
    const keyed = (request: ReturnType<typeof uploadRequest>) => ({
      ...request,
      headers: { ...request.headers, ...key },
    });
    const first = await member.call(keyed(uploadRequest()));
    const { payload } = uploadRequest();
    const reframed = payload.toString('latin1').replaceAll('tented-test-boundary', 'other');

    const same = await member.call({
      ...keyed(uploadRequest()),
      headers: { 'content-type': 'multipart/form-data; boundary=other', ...key },
      payload: Buffer.from(reframed, 'latin1'),
    });
    const others = [
      await member.call(keyed(uploadRequest({ filename: 'other.png' }))),
      await member.call(keyed(uploadRequest({ bytes: Buffer.concat([PNG, Buffer.alloc(1)]) }))),
    ];

    expect(same.body).toBe(first.body);
    for (const other of others) expect(refusalOf(other)).toBe('422 idempotency_mismatch');
    expect(await assetsOf(member)).toHaveLength(1);
  });

  test('404: no such tent, or another workspace\u2019s: no file is left', async () => {
    const files = watchFiles();
    const theirs = (await send({}, await world.signUp({ as: person }))).json().actual_tent_id;

    for (const tentId of [NOBODYS, theirs]) {
      const response = await send({ tentId });
      expect(refusalOf(response)).toBe('404 not_found');
      expect(await rowOf(world, response)).toMatchObject({ status: 404, errorCode: 'not_found' });
    }

    expect(await files.count()).toEqual({ stored: 3, left: 1 });
    expect(await assetsOf(member)).toEqual([]);
  });

  test('404: a kept refusal stays one, and leaves no file either', async () => {
    const files = watchFiles();

    const first = await expectReplayed(world, member, uploadRequest({ tentId: NOBODYS }));

    expect(first.statusCode).toBe(404);
    expect(await files.count()).toEqual({ stored: 2, left: 0 });
  });

  test('503: a file store that is away: nothing is made, and when to come back is said', async () => {
    vi.spyOn(world.services.files, 'put').mockRejectedValueOnce(
      Object.assign(new Error('No route to host'), { code: 'EHOSTUNREACH', syscall: 'connect' }),
    );

    const response = await send();

    expect(refusalOf(response)).toBe('503 unavailable');
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    expect(await countTents()).toBe(0);
    expect(await rowOf(world, response)).toMatchObject({ status: 503 });
  });

  const part = (name: string, rest = '; filename="a.png"\r\nContent-Type: image/png') =>
    `--x\r\nContent-Disposition: form-data; name="${name}"${rest}\r\n\r\n${PNG.toString('latin1')}\r\n`;

  test.each([
    ['JSON', { headers: { 'content-type': 'application/json' }, payload: '{}' }],
    ['no body', { headers: MULTIPART }],
    ['no part at all', { headers: MULTIPART, payload: '--x--\r\n' }],
    ['a text named file', { headers: MULTIPART, payload: `${part('file', '')}--x--\r\n` }],
    ['a second file', { headers: MULTIPART, payload: `${part('file')}${part('file')}--x--\r\n` }],
    ['a body that breaks off', { headers: MULTIPART, payload: part('file') }],
    ['an empty file that is no PNG', uploadRequest({ bytes: Buffer.alloc(0) })],
    [
      'more than 4 MB',
      uploadRequest({ contentType: 'text/plain', bytes: Buffer.alloc(4_194_305, 97) }),
    ],
    ['a type that is not allowed', uploadRequest({ contentType: 'text/html' })],
    ['a type that its content contradicts', uploadRequest({ bytes: Buffer.from('not a picture') })],
  ])('400: %s', async (_, request) => {
    const { headers, payload } = request as { headers: Record<string, string>; payload?: string };
    const body = typeof payload === 'string' ? Buffer.from(payload, 'latin1') : payload;

    const response = await member.call({
      method: 'POST',
      url: '/v1/tents/new/assets',
      headers,
      ...(body && { payload: body }),
    });

    expect(refusalOf(response)).toBe('400 invalid_request file');
    expect(await countTents()).toBe(0);
    expect(await rowOf(world, response)).toMatchObject({ status: 400, creditsCharged: 0 });
  });

  test('400: a part with another name', async () => {
    const response = await member.call({
      method: 'POST',
      url: '/v1/tents/new/assets',
      headers: MULTIPART,
      payload: Buffer.from(`${part('picture')}--x--\r\n`, 'latin1'),
    });

    expect(refusalOf(response)).toBe('400 invalid_request picture');
  });

  test.each(['x', 'New', '0199c6a2', '__index__'])(
    '400: %s is neither new nor a UUID',
    async (tentId) => {
      expect(refusalOf(await send({ tentId }))).toBe('400 invalid_request tentId');
    },
  );

  test('401 and 403: without a key, and with one that may only read', async () => {
    await expectUnauthorized(world, uploadRequest());
    await expectReadOnlyRefused(world, member, uploadRequest());
    expect(await countTents()).toBe(0);
  });
});
