import { connect } from 'node:net';
import { EVENTUALLY } from '@tented/db/test-db';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { newSecret, UncertainOutcome } from '@tented/core';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

let world: TestApp;
let member: TestMember;

beforeAll(async () => {
  world = await openTestApp();
  member = await world.signUp();
});
afterAll(() => world[Symbol.asyncDispose]());

function expectEnvelope(response: LightMyRequestResponse, status: number, code: string) {
  expect(response.statusCode).toBe(status);
  expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  const { details: _, ...body } = response.json();
  expect(body).toEqual({
    error: expect.stringMatching(/\S/),
    code,
    request_id: response.headers['x-request-id'],
  });
}

const lastRow = (response: LightMyRequestResponse) =>
  world.database.db.usageLog.findFirst({ where: { id: String(response.headers['x-request-id']) } });

const json = { 'content-type': 'application/json' };
const create = { method: 'POST', url: '/v1/contacts' } as const;
const MIB = 1_048_576;

/** One row for every way to fail with a good key: what is sent, and what must come back. */
const WAYS: [string, InjectOptions & { url: string }, number, string][] = [
  ['an unknown path', { url: '/v1/nothing/here' }, 404, 'not_found'],
  ['the API itself', { url: '/v1' }, 404, 'not_found'],
  ['an id that is empty', { url: '/v1/contacts/' }, 400, 'invalid_request'],
  [
    'a method that the path does not know',
    { method: 'PUT', url: '/v1/contacts' },
    405,
    'method_not_allowed',
  ],
  ['OPTIONS', { method: 'OPTIONS', url: '/v1/me' }, 405, 'method_not_allowed'],
  [
    'a body that is not JSON',
    { ...create, headers: json, payload: '{"items":' },
    400,
    'invalid_request',
  ],
  [
    'an empty body that is announced as JSON',
    { ...create, headers: json, payload: '' },
    400,
    'invalid_request',
  ],
  ['no body at all', create, 400, 'invalid_request'],
  ['a list instead of an object', { ...create, payload: [] }, 400, 'invalid_request'],
  [
    'a JSON text instead of an object',
    { ...create, headers: json, payload: '"items"' },
    400,
    'invalid_request',
  ],
  ['null', { ...create, headers: json, payload: 'null' }, 400, 'invalid_request'],
  [
    '__proto__ in a body',
    { ...create, headers: json, payload: '{"__proto__":{"items":[]}}' },
    400,
    'invalid_request',
  ],
  [
    '2 MiB of JSON',
    { ...create, headers: json, payload: `{"items":["${'x'.repeat(2 * MIB)}"]}` },
    413,
    'payload_too_large',
  ],
  [
    'a form',
    { ...create, headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'a=1' },
    415,
    'unsupported_media_type',
  ],
  [
    'plain text',
    { ...create, headers: { 'content-type': 'text/plain' }, payload: '{}' },
    415,
    'unsupported_media_type',
  ],
  [
    'a content type that is none',
    { ...create, headers: { 'content-type': ';;' }, payload: '{}' },
    415,
    'unsupported_media_type',
  ],
  [
    'half a surrogate pair as a field',
    { ...create, headers: json, payload: '{"items":[{"email":"a@example.com"}],"\\ud800":1}' },
    400,
    'invalid_request',
  ],
  [
    'an escape spelt out as a field',
    { ...create, headers: json, payload: '{"items":[{"email":"a@example.com"}],"\\\\u0000":1}' },
    400,
    'invalid_request',
  ],
  [
    'an escape spelt out as a parameter',
    { url: '/v1/contacts?%5Cu0000=1' },
    400,
    'invalid_request',
  ],
  ['malformed percent-encoding in a query', { url: '/v1/contacts?q=%zz' }, 400, 'invalid_request'],
  [
    'a compressed body',
    { ...create, headers: { ...json, 'content-encoding': 'gzip' }, payload: 'x' },
    415,
    'unsupported_media_type',
  ],
  ['the year 0', { url: '/v1/contacts?updated_since=0000-01-01' }, 400, 'invalid_request'],
  ['an unusual method', { method: 'PROPFIND', url: '/v1/contacts' }, 405, 'method_not_allowed'],
  [
    'an unusual method on an unknown path',
    { method: 'PROPFIND', url: '/v1/nothing' },
    404,
    'not_found',
  ],
  [
    '26 items',
    { ...create, payload: { items: Array(26).fill({ email: 'a@example.com' }) } },
    400,
    'invalid_request',
  ],
  [
    'an unknown field',
    { ...create, payload: { items: [{ email: 'a@example.com' }], extra: 1 } },
    400,
    'invalid_request',
  ],
  ['an unknown query parameter', { url: '/v1/me?verbose=1' }, 400, 'invalid_request'],
  ['malformed percent-encoding', { url: '/v1/contacts/%E0%A4%A' }, 400, 'invalid_request'],
  ['a lone percent sign', { url: '/v1/%' }, 400, 'invalid_request'],
  ['NUL in a path', { url: '/v1/contacts/%00' }, 400, 'invalid_request'],
  ['NUL in a query', { url: '/v1/contacts?q=%00' }, 400, 'invalid_request'],
  [
    'a path parameter of 5,000 characters',
    { url: `/v1/contacts/${'a'.repeat(5_000)}` },
    404,
    'not_found',
  ],
  [
    'a path parameter of 500 characters',
    { url: `/v1/contacts/${'a'.repeat(500)}` },
    400,
    'invalid_request',
  ],
  [
    'a contact that is not there',
    { url: '/v1/contacts/0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10' },
    404,
    'not_found',
  ],
];

describe('with a good key', () => {
  test.each(WAYS)('%s: one envelope, one row', async (_, request, status, code) => {
    const response = await member.call(request);

    expectEnvelope(response, status, code);
    expect(await lastRow(response)).toMatchObject({
      keyId: member.keyId,
      status,
      errorCode: code,
      creditsCharged: 0,
    });
  });

  test('405 names the methods that would have been right', async () => {
    const response = await member.call({ method: 'PATCH', url: '/v1/contacts' });

    expect(response.headers['allow']).toBe('DELETE, GET, HEAD, POST');
  });

  test('NUL in an item rejects the item and nothing else', async () => {
    const response = await member.call({
      ...create,
      payload: {
        items: [{ email: 'a\u0000@example.com' }, { email: 'nul@example.com', city: 'x\u0000' }],
      },
    });

    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ accepted: 0, rejected: 2 });
  });

  test('__proto__ and half a surrogate pair in an item reject that item alone', async () => {
    const response = await member.call({
      ...create,
      headers: json,
      payload:
        '{"items":[{"email":"p1@example.com","__proto__":{}},{"email":"p2@example.com","city":"\\ud800"},{"email":"p3@example.com"}]}',
    });

    expect(response.json()).toMatchObject({
      accepted: 1,
      results: [
        { error: { issues: [{ path: '__proto__', message: 'Unknown field' }] } },
        { error: { issues: [{ path: 'city' }] } },
        { status: 'accepted' },
      ],
    });
  });

  test('a body cannot override a path parameter', async () => {
    const response = await member.call({
      url: '/v1/contacts/x?contactId=0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10',
    });

    expectEnvelope(response, 400, 'invalid_request');
  });
});

describe('without a good key', () => {
  const WRONG: [string, string | undefined][] = [
    ['no header', undefined],
    ['an empty header', ''],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['a scheme alone', 'Bearer'],
    ['two tokens', 'Bearer a b'],
    ['a token of another shape', 'Bearer sk-123'],
    ['a wrong checksum', `Bearer tented_${'0'.repeat(36)}`],
    ['a key that does not exist', `Bearer ${newSecret()}`],
    ['10,000 characters', `Bearer ${'a'.repeat(10_000)}`],
  ];

  test.each(WRONG)('%s: 401, one body, no row', async (_, authorization) => {
    const response = await world.app.inject({
      url: '/v1/me',
      headers: authorization === undefined ? {} : { authorization },
    });

    expectEnvelope(response, 401, 'unauthorized');
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json().error).toBe('A valid API key is required: Authorization: Bearer <key>.');
    expect(await lastRow(response)).toBeNull();
  });

  test('the key is asked for before anything else', async () => {
    for (const request of [
      { url: '/v1/nothing' },
      { method: 'PUT', url: '/v1/contacts' },
      { url: '/v1/%' },
      { ...create, headers: json, payload: '{' },
    ] as const) {
      expectEnvelope(await world.app.inject(request), 401, 'unauthorized');
    }
  });

  test('the scheme is case-insensitive', async () => {
    const response = await world.app.inject({
      url: '/v1/me',
      headers: { authorization: `bearer ${member.secret}` },
    });

    expect(response.statusCode).toBe(200);
  });

  test('outside the API: one envelope too', async () => {
    expectEnvelope(await world.app.inject({ url: '/v2/me' }), 404, 'not_found');
    for (const url of ['/docs', '/v1/openapi.json']) {
      const response = await world.app.inject({ method: 'DELETE', url });
      expectEnvelope(response, 405, 'method_not_allowed');
      expect(response.headers['allow']).toBe('GET, HEAD');
    }
    expectEnvelope(await world.app.inject({ url: '/api/auth/nothing' }), 404, 'not_found');
    expectEnvelope(await world.app.inject({ url: '/%E0%A4%A' }), 404, 'not_found');
  });
});

describe('the order of refusals', () => {
  test('403 of the plan comes before 404 and 405', async () => {
    const free = await world.signUp({ plan: 'free' });

    for (const request of [
      { url: '/v1/me' },
      { url: '/v1/nothing' },
      { method: 'PUT', url: '/v1/contacts' },
    ] as const) {
      const response = await free.call(request);
      expectEnvelope(response, 403, 'plan_required');
      expect(await lastRow(response)).toMatchObject({ status: 403 });
    }
  });

  test('404 and 405 come before the scope, the scope before the body', async () => {
    const reader = await world.signUp({ scope: 'read_only' });

    expectEnvelope(await reader.call({ method: 'POST', url: '/v1/nothing' }), 404, 'not_found');
    expectEnvelope(
      await reader.call({ method: 'PUT', url: '/v1/contacts' }),
      405,
      'method_not_allowed',
    );
    expectEnvelope(
      await reader.call({ ...create, headers: json, payload: '{' }),
      403,
      'insufficient_scope',
    );
    expectEnvelope(
      await reader.call({ ...create, headers: json, payload: 'x'.repeat(2 * MIB) }),
      403,
      'insufficient_scope',
    );
  });
});

test('bytes that are not HTTP, or not quite, get the envelope as well', async () => {
  const address = await world.app.listen({ port: 0, host: '127.0.0.1' });
  const port = Number(new URL(address).port);
  const answer = (bytes: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });

  const authorization = `Authorization: Bearer ${member.secret}`;
  const noHost = await answer(
    `GET /v1/me HTTP/1.1\r\n${authorization}\r\nConnection: close\r\n\r\n`,
  );
  const expecting = await answer(
    `GET /v1/me HTTP/1.1\r\nHost: x\r\nExpect: banana\r\n${authorization}\r\nConnection: close\r\n\r\n`,
  );
  expect(noHost).toMatch(/^HTTP\/1\.1 400 [^]*"code":"invalid_request"/);
  expect(expecting).toMatch(/^HTTP\/1\.1 200 /);
  const garbage = await answer('NOT HTTP AT ALL\r\n\r\n');
  const huge = await answer(
    `GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(20_000)}\r\n\r\n`,
  );

  expect(garbage).toMatch(/^HTTP\/1\.1 400 [^]*"code":"invalid_request","request_id":"/);
  expect(huge).toMatch(/^HTTP\/1\.1 431 [^]*larger than 16 KiB/);
});

test('a caller who hangs up in the middle of a body is not our database being away', async () => {
  const hasty = await world.signUp();
  const { port } = new URL(
    await world.app.listen({ port: 0, host: '127.0.0.1' }).catch(() => addressOf()),
  );
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `POST /v1/contacts HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${hasty.secret}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"it`,
  );
  await vi.waitFor(() => expect(socket.bytesWritten).toBeGreaterThan(100), EVENTUALLY);
  setTimeout(() => socket.destroy(), 100);

  await vi.waitFor(async () => {
    const rows = await world.database.db.usageLog.findMany({ where: { keyId: hasty.keyId } });
    expect(rows).toMatchObject([{ status: 400, errorCode: 'invalid_request' }]);
  }, EVENTUALLY);
});

test('when nobody can tell what became of a request, the connection closes without an answer', async () => {
  await using other = await openTestApp();
  const { secret } = await other.signUp();
  const url = await other.app.listen({ port: 0, host: '127.0.0.1' });
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const lose = () => Promise.reject(new UncertainOutcome());

  other.services.contacts.submit = lose;
  const body = JSON.stringify({ items: [{ email: 'a@example.com' }] });
  await expect(fetch(`${url}/v1/contacts`, { method: 'POST', headers, body })).rejects.toThrow(
    'fetch failed',
  );

  other.services.reads.account.submit = lose;
  await expect(fetch(`${url}/v1/me`, { headers })).rejects.toThrow('fetch failed');

  other.services.usage.append = lose;
  await expect(fetch(`${url}/v1/credits`, { headers })).rejects.toThrow('fetch failed');
});

test('an answer that breaks its own schema after the commit: 500, and the row says 500', async () => {
  await using other = await openTestApp();
  const person = await other.signUp();
  const { submit } = other.services.contacts;
  other.services.contacts.submit = async (request) => {
    await submit(request);
    return { creditsCharged: 0, output: { accepted: -1, rejected: 0, results: [] } };
  };

  const response = await person.call({
    ...create,
    payload: { items: [{ email: 'a@example.com' }] },
  });

  expectEnvelope(response, 500, 'internal_error');
  expect(response.body).not.toContain('accepted');
  const rows = await other.database.db.usageLog.findMany({ where: { keyId: person.keyId } });
  expect(rows).toMatchObject([{ status: 500, errorCode: 'internal_error' }]);
});

function addressOf(): string {
  const address = world.app.server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening.');
  return `http://127.0.0.1:${address.port}`;
}
