import { randomBytes } from 'node:crypto';
import { newUlid } from '@tented/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attach, publish, type PublishedPage } from '../support/published.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let testApp: TestApp;
let member: TestMember;
let page: PublishedPage;

beforeAll(async () => {
  testApp = await openTestApp();
  member = await testApp.signUp();
  page = await publish(testApp, member.workspaceId, { alias: 'live' });
});

afterAll(() => testApp[Symbol.asyncDispose]());

const get = (url: string, headers = {}) => testApp.app.inject({ method: 'GET', url, headers });

const file = (contentType: string, { filename = 'a', bytes = Buffer.from('bytes') } = {}) =>
  attach(testApp, {
    workspaceId: member.workspaceId,
    tentId: page.tentId,
    filename,
    contentType,
    bytes,
  });

const address = (id: string, filename = 'a') =>
  `/p/${member.slug}/assets/${id}/${encodeURIComponent(filename)}`;

test('200: a file of a live page, byte for byte, to be kept for ever', async () => {
  const bytes = randomBytes(100_000);
  const id = await file('image/png', { bytes });

  const response = await get(address(id));

  expect(response.statusCode).toBe(200);
  expect(response.rawPayload.equals(bytes)).toBe(true);
  expect(response.headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': '100000',
    'content-disposition': 'inline; filename="a"; filename*=UTF-8\'\'a',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    // The page that shows it has no origin.
    'cross-origin-resource-policy': 'cross-origin',
    etag: `"${id}"`,
  });
  expect(response.headers['set-cookie']).toBeUndefined();
  expect((await get(address(id), { 'if-none-match': `"${id}"` })).statusCode).toBe(304);
});

test('200: a drawing cannot run anything, wherever it is opened', async () => {
  const id = await file('image/svg+xml', {
    bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  });

  const policy = (await get(address(id))).headers['content-security-policy'];

  expect(policy).toMatch(/default-src 'none'.*; sandbox$/);
  expect(policy).not.toContain('script');
});

test.each([
  ['application/pdf', 'inline'],
  ['text/plain', 'inline'],
  ['video/mp4', 'inline'],
  ['text/markdown', 'attachment'],
  ['application/msword', 'attachment'],
])('200: %s is sent as %s', async (contentType, kind) => {
  const response = await get(address(await file(contentType)));

  expect(response.headers['content-disposition']).toMatch(new RegExp(`^${kind};`));
});

test('200: a name keeps its characters and breaks no header', async () => {
  const filename = 'Größe "1"\\;.png';
  const id = await file('image/png', { filename });

  const disposition = (await get(address(id, filename))).headers['content-disposition'];

  expect(disposition).toBe(
    `inline; filename="Gr__e _1__;.png"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22%5C%3B.png`,
  );
});

test.each([
  ['bytes=0-3', 206, '0123', 'bytes 0-3/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
  ['bytes=10-', 416, '', 'bytes */10'],
  ['bytes=3-1', 200, '0123456789', undefined],
  ['bytes=0-1,4-5', 200, '0123456789', undefined],
])('a player that asks for %s gets %i', async (range, status, body, contentRange) => {
  const id = await file('video/mp4', { bytes: Buffer.from('0123456789') });

  const response = await get(address(id), { range });

  expect([response.statusCode, response.body]).toEqual([status, body]);
  expect(response.headers['content-range']).toBe(contentRange);
});

test('200: a HEAD says how long the file is', async () => {
  const id = await file('image/png');

  const response = await testApp.app.inject({ method: 'HEAD', url: address(id) });

  expect([response.statusCode, response.headers['content-length'], response.body]).toEqual([
    200,
    '5',
    '',
  ]);
});

test('404: files of pages that are not live, of others, and of nobody', async () => {
  const draft = await publish(testApp, member.workspaceId, { isPublished: false });
  const hidden = await attach(testApp, {
    workspaceId: member.workspaceId,
    tentId: draft.tentId,
    filename: 'a',
    contentType: 'image/png',
    bytes: Buffer.from('a'),
  });
  const stranger = await testApp.signUp();
  await publish(testApp, stranger.workspaceId);
  const id = await file('image/png');

  for (const url of [
    address(hidden),
    `/p/${stranger.slug}/assets/${id}/a`,
    address(newUlid()),
    address('..%2F..%2Fetc'),
    `/p/${member.slug}/assets/${id}`,
    `/p/${member.slug}/assets/brand/logo`,
  ]) {
    expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
  }
});

test('405: files can only be read', async () => {
  const response = await testApp.app.inject({
    method: 'DELETE',
    url: address(await file('image/png')),
  });

  expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD']);
});

test('404: a row whose file is gone', async () => {
  const id = await file('image/png');
  await testApp.services.files.delete(`${member.workspaceId}/${id}`);

  expect((await get(address(id))).statusCode).toBe(404);
});

test('200: the pictures of the brand, which may change', async () => {
  const { db, files } = testApp.services;
  const logoKey = `${member.workspaceId}/${newUlid()}`;
  await files.put(logoKey, Buffer.from('logo'), { contentType: 'image/png' });
  await db.brand.create({
    data: {
      workspaceId: member.workspaceId,
      logoKey,
      logoContentType: 'image/png',
      updatedAt: new Date(),
    },
  });
  const url = `/p/${member.slug}/assets/brand/logo`;

  const response = await get(url);

  expect([response.statusCode, response.body]).toEqual([200, 'logo']);
  expect(response.headers['cache-control']).toBe('public, no-cache');
  expect((await get(url, { 'if-none-match': response.headers.etag })).statusCode).toBe(304);
  expect((await get(`/p/${member.slug}/assets/brand/icon`)).statusCode).toBe(404);
});
