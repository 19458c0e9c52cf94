import { afterAll, beforeAll, expect, test } from 'vitest';
import { publish } from '../support/published.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let testApp: TestApp;
let member: TestMember;
let host: string;

beforeAll(async () => {
  testApp = await openTestApp({ pagesDomain: 'pages.example:3000' });
  member = await testApp.signUp();
  host = `${member.slug}.pages.example:3000`;
  await publish(testApp, member.workspaceId, { alias: 'spring' });
  await publish(testApp, member.workspaceId, { alias: '/', html: '<p>Root' });
});

afterAll(() => testApp[Symbol.asyncDispose]());

const get = (url: string, headers = {}) => testApp.app.inject({ method: 'GET', url, headers });

test('200: a page on the host of its workspace', async () => {
  expect((await get('/spring', { host })).body).toContain('<p>Hello');
  expect((await get('/spring?utm=x', { host: host.toUpperCase() })).body).toContain('<p>Hello');
  expect((await get('/', { host })).body).toContain('<p>Root');
});

test('404: nothing else of this server can be reached on that host', async () => {
  for (const url of [
    '/healthz',
    '/readyz',
    '/v1/me',
    '/v1/openapi.json',
    '/docs',
    '/trpc/session.get',
    '/api/auth/get-session',
    '/index.html',
    `/p/${member.slug}/spring`,
    '/%zz',
    '//x',
  ]) {
    const response = await get(url, { host, authorization: `Bearer ${member.secret}` });
    expect([url, response.statusCode]).toEqual([url, 404]);
    expect(response.body).toContain('There is no page here');
  }
});

test('404: on a host of nobody', async () => {
  expect((await get('/', { host: 'nobody.pages.example' })).statusCode).toBe(404);
});

test('308: the path on the host of this server leads there', async () => {
  for (const [from, to] of [
    [`/p/${member.slug}/spring?a=b`, 'spring?a=b'],
    [`/p/${member.slug}/`, ''],
    [`/p/${member.slug}`, ''],
    [`/p/${member.slug}//evil.example`, '/evil.example'],
  ]) {
    const response = await get(from ?? '', { host: 'localhost:3000' });
    expect([response.statusCode, response.headers.location]).toEqual([308, `http://${host}/${to}`]);
  }
  expect((await get('/p/%2Fevil.example/', { host: 'localhost:3000' })).statusCode).toBe(404);
});

test('the server itself stays where it was', async () => {
  expect((await get('/healthz', { host: 'localhost:3000' })).statusCode).toBe(200);
  expect((await get('/healthz', { host: 'pages.example:3000' })).statusCode).toBe(200);
});

test('200: a form is sent to the host of its page', async () => {
  const response = await testApp.app.inject({
    method: 'POST',
    url: '/submit',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'email=host@example.com',
  });

  expect(response.statusCode).toBe(200);
  expect(await testApp.services.db.contact.count({ where: { email: 'host@example.com' } })).toBe(1);
});
