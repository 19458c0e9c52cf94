import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { publish, type PublishedPage } from '../support/published.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let testApp: TestApp;
let member: TestMember;
let page: PublishedPage;
let address = 0;

beforeAll(async () => {
  testApp = await openTestApp({ trustProxy: true });
  member = await testApp.signUp();
  page = await publish(testApp, member.workspaceId, { alias: 'live' });
});

afterAll(() => testApp[Symbol.asyncDispose]());

// Every test comes from an address of its own, so that none uses up another's submissions.
beforeEach(() => {
  address += 1;
});

type Send = { type?: string; url?: string; from?: string };

function send(payload: string, options: Send = {}) {
  const { type = 'application/x-www-form-urlencoded', from = `10.0.0.${address}` } = options;
  return testApp.app.inject({
    method: 'POST',
    url: options.url ?? `/p/${member.slug}/submit`,
    headers: { 'content-type': type, 'x-forwarded-for': from },
    payload,
  });
}

const sendJson = (body: unknown, options: Send = {}) =>
  send(JSON.stringify(body), { ...options, type: 'application/json' });

const contacts = () =>
  testApp.services.db.contact.findMany({ where: { workspaceId: member.workspaceId } });

const submissions = () =>
  testApp.services.db.formSubmission.findMany({
    where: { workspaceId: member.workspaceId },
    orderBy: { id: 'desc' },
  });

test('200: a form makes a contact and keeps what no contact has', async () => {
  const response = await send(
    'email=+Ada%40Example.com+&first_name=Ada&company=&message=Hello&topic=a&topic=b',
    { url: `/p/${member.slug}/submit?tent=${page.tentId}` },
  );

  expect(response.statusCode).toBe(200);
  expect(response.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.body).toContain('Thank you');
  const [contact] = await contacts();
  expect(contact).toMatchObject({ email: 'ada@example.com', firstName: 'Ada', company: null });
  const [submission] = await submissions();
  expect(submission).toMatchObject({
    tentId: page.tentId,
    contactId: contact?.id,
    fields: { message: 'Hello', topic: ['a', 'b'] },
  });
});

test('200: the same person again is updated, by the rules of the public API', async () => {
  await send('email=grace@example.com&first_name=Grace&city=New+York');
  await send('email=GRACE@example.com&first_name=Amazing');

  const known = (await contacts()).filter(({ email }) => email === 'grace@example.com');
  expect(known).toHaveLength(1);
  expect(known[0]).toMatchObject({ firstName: 'Amazing', city: 'New York' });
});

test('200: a script of the page sends JSON, from nowhere', async () => {
  const preflight = await testApp.app.inject({
    method: 'OPTIONS',
    url: `/p/${member.slug}/submit`,
    headers: { origin: 'null', 'access-control-request-method': 'POST' },
  });
  expect([preflight.statusCode, preflight.headers['access-control-allow-origin']]).toEqual([
    204,
    '*',
  ]);

  const response = await sendJson({
    phone: '+49 30 1234567',
    unsubscribed: false,
    tented_score: 3,
    budget: 1000,
    tent: page.tentId,
  });

  expect([response.statusCode, response.json()]).toEqual([200, { status: 'received' }]);
  expect(response.headers['access-control-allow-origin']).toBe('*');
  expect(response.headers['access-control-allow-credentials']).toBeUndefined();
  const [submission] = await submissions();
  expect(submission).toMatchObject({ tentId: page.tentId, fields: { budget: 1000 } });
  expect(await contacts()).toContainEqual(
    expect.objectContaining({ phone: '+49301234567', tentedScore: 3 }),
  );
});

test('200: what names no person is kept without a contact', async () => {
  await send('message=Just+saying');

  const [submission] = await submissions();
  expect(submission).toMatchObject({ contactId: null, fields: { message: 'Just saying' } });
});

test('200: whoever fills in the trap is thanked, and nothing is kept', async () => {
  const before = [await contacts(), await submissions()];

  const response = await send('email=bot@example.com&website_url=http://spam.example');

  expect(response.body).toContain('Thank you');
  expect([await contacts(), await submissions()]).toEqual(before);
});

test('200: a tent of somebody else, or none, is not kept with the submission', async () => {
  const stranger = await testApp.signUp();
  const theirs = await publish(testApp, stranger.workspaceId);
  for (const tent of [theirs.tentId, 'nonsense', '']) {
    await send(`message=x&tent=${tent}`);
    expect((await submissions())[0]).toMatchObject({ tentId: null, fields: { message: 'x' } });
  }
});

test.each([
  ['email=nonsense', /email: Invalid email address/],
  ['first_name=Ada', /Either email or phone is required/],
  ['email=a@b.example&tented_score=many', /tented_score: /],
  [`email=a@b.example&city=${'x'.repeat(300)}`, /city: /],
  ['email=a%00@b.example', /email: /],
  ['', /The form is empty/],
  ['email=', /The form is empty/],
  [Array.from({ length: 101 }, (_, n) => `f${n}=x`).join('&'), /More than 100 fields/],
])('400: %.60s is refused in words that help', async (payload, message) => {
  const before = [await contacts(), await submissions()];

  const response = await send(payload);

  expect(response.statusCode).toBe(400);
  expect(response.body).toMatch(message);
  expect([await contacts(), await submissions()]).toEqual(before);
});

test('400: JSON is refused in the one shape of errors', async () => {
  const response = await sendJson({ email: 'nonsense' });

  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({
    code: 'invalid_request',
    details: { issues: [{ path: 'email', message: 'Invalid email address' }] },
  });
  expect((await send('{', { type: 'application/json' })).statusCode).toBe(400);
  expect((await sendJson({ deep: { er: 1 } })).statusCode).toBe(400);
  expect((await sendJson(['a'])).statusCode).toBe(400);
});

test('413: 64 KiB are enough for a form', async () => {
  const response = await send(`message=${'x'.repeat(65_536)}`);

  expect(response.statusCode).toBe(413);
  expect(response.body).toContain('larger than 64 KiB');
});

test('415: neither a form nor JSON', async () => {
  const response = await send('<x/>', { type: 'text/xml' });

  expect(response.statusCode).toBe(415);
  expect(response.body).toContain('could not be sent');
});

test('404: a workspace without a live page takes no forms', async () => {
  const empty = await testApp.signUp();

  expect((await send('email=a@b.example', { url: `/p/${empty.slug}/submit` })).statusCode).toBe(
    404,
  );
  expect((await send('email=a@b.example', { url: '/p/nobody/submit' })).statusCode).toBe(404);
});

test('405: a form can only be sent', async () => {
  const response = await testApp.app.inject({ method: 'GET', url: `/p/${member.slug}/submit` });

  expect([response.statusCode, response.headers.allow]).toEqual([405, 'OPTIONS, POST']);
});

test('429: an address that sends too often, and it alone', async () => {
  const from = '2001:db8:0:1::1';
  for (let count = 0; count < 20; count += 1) {
    expect((await send('message=x', { from })).statusCode).toBe(200);
  }

  // Another address of the same network is the same sender.
  const refused = await send('message=x', { from: '2001:db8:0:1:ffff::2' });

  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.body).toContain('20 a minute are allowed');
  expect((await send('message=x', { from: '2001:db8:0:2::1' })).statusCode).toBe(200);
});

test('nothing that was sent is run or shown as markup', async () => {
  const evil = '<script>alert(1)</script>';
  const answers = [
    await send(`email=${encodeURIComponent(evil)}`),
    await send(`message=${encodeURIComponent(evil)}`),
    await send(`email=a@b.example&${encodeURIComponent(evil)}=${encodeURIComponent(evil)}`),
  ];

  for (const answer of answers) {
    expect(answer.body).not.toContain('<script>alert');
  }
  const json = await sendJson({ [evil]: { a: 1 } });
  expect(json.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  const html = await send(`${encodeURIComponent(evil)}=${'x'.repeat(10_001)}`);
  expect(html.body).toContain('&lt;script&gt;alert');
  expect(html.headers['content-security-policy']).toBe(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
  );
});
