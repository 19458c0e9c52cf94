import { randomUUID } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { newUlid } from '@tented/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addGeneration, publish } from '../support/published.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let testApp: TestApp;
let member: TestMember;

beforeAll(async () => {
  testApp = await openTestApp();
  member = await testApp.signUp();
});

afterAll(() => testApp[Symbol.asyncDispose]());

const get = (url: string, headers = {}) => testApp.app.inject({ method: 'GET', url, headers });
const address = (name = '') => `/p/${member.slug}/${name}`;

test('200: the published HTML, in a sandbox without an origin and without cookies', async () => {
  await publish(testApp, member.workspaceId, { alias: 'spring' });

  const response = await get(address('spring'), { cookie: member.cookie });

  expect(response.statusCode).toBe(200);
  expect(response.body).toContain('<p>Hello</p>');
  expect(response.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': 'sandbox allow-scripts allow-forms allow-popups',
    'cache-control': 'public, no-cache',
    'x-content-type-options': 'nosniff',
    etag: expect.stringMatching(/^"[\w-]+"$/),
    vary: 'Accept-Encoding',
  });
  expect(response.headers['set-cookie']).toBeUndefined();
  // They would keep a page without an origin from its own pictures, and out of every frame.
  expect(response.headers['cross-origin-resource-policy']).toBeUndefined();
  expect(response.headers['x-frame-options']).toBeUndefined();
});

test('200: a page has the address of its tent as well, and the root one of its own', async () => {
  const { tentId } = await publish(testApp, member.workspaceId, { alias: '/', html: '<p>Root' });

  expect((await get(address())).body).toContain('<p>Root');
  expect((await get(address(tentId))).body).toContain('<p>Root');
  expect((await get(address(tentId.toUpperCase()))).body).toContain('<p>Root');
  expect((await get(address('%2F'))).statusCode).toBe(404);
});

test('308: the root without its slash', async () => {
  const response = await get(`/p/${member.slug}?a=b`);

  expect([response.statusCode, response.headers.location]).toEqual([308, `${address()}?a=b`]);
});

test('404: what is not there, in a page that says so', async () => {
  await publish(testApp, member.workspaceId, { alias: 'reserved', isPublished: false });
  const stranger = await testApp.signUp();
  const { tentId } = await publish(testApp, stranger.workspaceId, { alias: 'theirs' });

  for (const url of [
    address('nothing'),
    address('reserved'),
    address('theirs'),
    address(tentId),
    address(randomUUID()),
    address('a/b'),
    address('%zz'),
    address('a%00b'),
    address('submit'),
    '/p/no-such-workspace/',
    '/p/',
    '/p',
    `/p/${encodeURIComponent("'; DROP TABLE tent; --")}/a`,
  ]) {
    const response = await get(url);
    const isWrongMethod = url === address('submit');
    expect([url, response.statusCode]).toEqual([url, isWrongMethod ? 405 : 404]);
    expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(response.body).toMatch(isWrongMethod ? /only be read/ : /There is no page here/);
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
  }
});

test('304: whoever has the page is told so, through proxies too', async () => {
  await publish(testApp, member.workspaceId, { alias: 'known' });
  const first = await get(address('known'));
  const tag = first.headers.etag as string;

  for (const header of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
    const response = await get(address('known'), { 'if-none-match': header });
    expect([header, response.statusCode, response.body]).toEqual([header, 304, '']);
    expect(response.headers.etag).toBe(tag);
    expect(response.headers['content-security-policy']).toContain('sandbox');
  }
  expect((await get(address('known'), { 'if-none-match': '"x"' })).statusCode).toBe(200);
});

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
])('200: compressed with %s, under a tag of its own', async (encoding, decompress) => {
  await publish(testApp, member.workspaceId, { alias: `packed-${encoding}` });
  const url = address(`packed-${encoding}`);
  const plain = await get(url);

  const packed = await get(url, { 'accept-encoding': encoding });

  expect(packed.headers['content-encoding']).toBe(encoding);
  expect(packed.headers.etag).not.toBe(plain.headers.etag);
  expect(decompress(packed.rawPayload).toString()).toBe(plain.body);
  const again = await get(url, {
    'accept-encoding': encoding,
    'if-none-match': packed.headers.etag,
  });
  expect(again.statusCode).toBe(304);
});

test('200: a HEAD has the headers of the page and no body', async () => {
  await publish(testApp, member.workspaceId, { alias: 'head' });
  const page = await get(address('head'));

  const response = await testApp.app.inject({ method: 'HEAD', url: address('head') });

  expect([response.statusCode, response.body]).toEqual([200, '']);
  expect(response.headers['content-length']).toBe(page.headers['content-length']);
  expect(response.headers.etag).toBe(page.headers.etag);
});

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const)(
  '405: %s to a page',
  async (method) => {
    await publish(testApp, member.workspaceId, { alias: `m-${method.toLowerCase()}` });

    const response = await testApp.app.inject({
      method,
      url: address(`m-${method.toLowerCase()}`),
      ...(method === 'OPTIONS' ? {} : { payload: '<x>', headers: { 'content-type': 'text/html' } }),
    });

    expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD']);
  },
);

test('the branding line stands at the end of the body, unless it was removed', async () => {
  const html = '<body><script>let end = "</body>"</script>\u0130 <b>x</b></BODY></html>';
  await publish(testApp, member.workspaceId, { alias: 'branded', html });
  await publish(testApp, member.workspaceId, { alias: 'bare', html, isBrandingRemoved: true });
  await publish(testApp, member.workspaceId, { alias: 'open', html: '<p>No end' });

  const branded = await get(address('branded'));
  expect(branded.body).toMatch(
    /<b>x<\/b><aside [^>]*><a [^>]*>Made with Tented<\/a><\/aside><\/BODY>/,
  );
  expect(branded.body.match(/Made with Tented/g)).toHaveLength(1);
  expect((await get(address('bare'))).body).toBe(html);
  expect((await get(address('open'))).body).toMatch(/<p>No end<aside .*Made with Tented/);
});

test('what is published, unpublished or changed counts at once, on every server', async () => {
  await using other = await openTestApp({ url: testApp.database.url });
  const { db } = testApp.services;
  const page = await publish(testApp, member.workspaceId, { alias: 'live' });
  const where = { workspaceId_id: { workspaceId: member.workspaceId, id: page.tentId } };
  const seen = async () => {
    const answers = await Promise.all(
      [testApp, other].map(({ app }) => app.inject({ method: 'GET', url: address('live') })),
    );
    return answers.map(({ statusCode, body }) => [statusCode, /<p>(\w+)/.exec(body)?.[1]]);
  };
  expect(await seen()).toEqual([
    [200, 'Hello'],
    [200, 'Hello'],
  ]);

  const generationId = newUlid();
  await addGeneration(testApp, {
    workspaceId: member.workspaceId,
    tentId: page.tentId,
    generationId,
    number: 2,
    html: '<p>Changed',
  });
  await db.tent.update({ where, data: { publishedId: generationId } });
  expect(await seen()).toEqual([
    [200, 'Changed'],
    [200, 'Changed'],
  ]);

  await db.tent.update({ where, data: { publishedId: null, publishedAt: null } });
  expect((await seen()).map(([status]) => status)).toEqual([404, 404]);

  await db.tent.update({ where, data: { publishedId: generationId, publishedAt: new Date() } });
  await db.tent.delete({ where });
  expect((await seen()).map(([status]) => status)).toEqual([404, 404]);
});

test('many at once are looked up together, and each gets its own page', async () => {
  const aliases = Array.from({ length: 20 }, (_, index) => `crowd-${index}`);
  for (const alias of aliases) {
    await publish(testApp, member.workspaceId, { alias, html: `<p>${alias}</p>` });
  }
  const wanted = Array.from({ length: 400 }, (_, index) => aliases[index % aliases.length] ?? '');

  const answers = await Promise.all(wanted.map((alias) => get(address(alias))));

  answers.forEach(({ body }, index) => expect(body).toContain(`<p>${wanted[index]}</p>`));
});

test('500: a defect of ours is a page too, and tells nothing of the inside', async () => {
  await using broken = await openTestApp();
  const visitor = await broken.signUp();
  await broken.database.pool.query('DROP TABLE tent CASCADE');

  const response = await broken.app.inject({ method: 'GET', url: `/p/${visitor.slug}/` });

  expect(response.statusCode).toBe(500);
  expect(response.body).toContain('cannot be shown right now');
  expect(response.body).not.toMatch(/tent"|relation/);
});
