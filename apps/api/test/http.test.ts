import { once } from 'node:events';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { EVENTUALLY } from '@tented/db/test-db';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { listOperations } from '../src/rest/list-operations.ts';
import { v1Router } from '../src/v1/router.ts';
import { exchange, openIdle, portOf } from './support/raw-http.ts';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

const ORIGIN = 'https://app.example';

let world: TestApp;
let member: TestMember;
let port: number;

beforeAll(async () => {
  world = await openTestApp();
  member = await world.signUp();
  port = portOf(await world.app.listen({ port: 0, host: '127.0.0.1' }));
});
afterAll(() => world[Symbol.asyncDispose]());

const countConnections = () =>
  new Promise<number>((resolve) => {
    world.app.server.getConnections((_, count) => resolve(count));
  });
const contacts = (count: number) => ({
  method: 'POST' as const,
  url: '/v1/contacts',
  payload: { items: Array.from({ length: count }, (_, n) => ({ email: `c${n}@example.com` })) },
});
const head = () => `Host: x\r\nAuthorization: Bearer ${member.secret}`;

describe('methods', () => {
  const paths = new Map<string, string[]>();
  for (const { meta } of listOperations(v1Router)) {
    const { method, path } = meta.openapi;
    paths.set(path, [...(paths.get(path) ?? []), method]);
  }

  test.each([...paths])('%s: 405 with Allow for what it does not know', async (path, methods) => {
    const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'] as const) {
      const response = await member.call({ method, url: path });

      expect(response.statusCode).toBe(405);
      expect(response.headers['allow']).toBe(allowed.toSorted().join(', '));
      expect(response.json()).toMatchObject({ code: 'method_not_allowed' });
    }
  });

  test.each(['/v1/me', '/v1/credits', '/v1/usage', '/v1/contacts'])(
    'HEAD %s: the headers of GET, no body',
    async (url) => {
      const get = await member.call({ url });
      const response = await member.call({ method: 'HEAD', url });

      expect(response.statusCode).toBe(200);
      expect(response.body).toBe('');
      expect(response.headers['content-type']).toBe(get.headers['content-type']);
      expect(response.headers).toHaveProperty('ratelimit');
    },
  );
});

describe('every answer', () => {
  test.each(['/v1/me', '/v1/nothing', '/v1/contacts?limit=x'])(
    '%s: UTF-8 said aloud, never cached, no ETag',
    async (url) => {
      const { headers } = await member.call({ url });

      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expect(headers['cache-control']).toBe('no-store');
      expect(headers).not.toHaveProperty('etag');
    },
  );

  test('a body with a charset in its type is read', async () => {
    const response = await member.call({
      ...contacts(1),
      headers: { 'content-type': 'application/json; charset=utf-8' },
      payload: JSON.stringify({ items: [{ email: 'charset@example.com', first_name: 'Zoë' }] }),
    });

    expect(response.statusCode).toBe(200);
  });
});

describe('compression', () => {
  const large = { url: '/v1/contacts?limit=25' };
  const asking = (encoding: string, request: { url: string } = large) =>
    member.call({ ...request, headers: { 'accept-encoding': encoding } });

  beforeAll(async () => {
    await member.call(contacts(25));
  });

  test('answers of 1 KiB and more: br or gzip, whichever is asked for', async () => {
    const plain = await member.call(large);
    const gzip = await asking('gzip');
    const brotli = await asking('gzip, deflate, br');

    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body);
  });

  test.each(['identity', 'br;q=0, gzip;q=0', 'zstd'])('%s: as it is', async (encoding) => {
    const response = await asking(encoding);

    expect(response.headers).not.toHaveProperty('content-encoding');
    expect(response.json().data).toHaveLength(25);
  });

  test('small answers stay as they are', async () => {
    const response = await asking('br, gzip', { url: '/v1/me' });

    expect(response.headers).not.toHaveProperty('content-encoding');
  });

  test('a large refusal has its row, and unpacks to the one shape', async () => {
    const items = Array.from({ length: 25 }, () => ({ email: 'a@example.com' }));
    const extra = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`field_${n}`, n]));
    const response = await member.call({
      method: 'POST',
      url: '/v1/contacts',
      headers: { 'accept-encoding': 'gzip' },
      payload: { items, ...extra },
    });

    expect(response.statusCode).toBe(400);
    const body = JSON.parse(gunzipSync(response.rawPayload).toString());
    expect(body).toMatchObject({ code: 'invalid_request' });
    expect(await world.database.db.usageLog.count({ where: { id: body.request_id } })).toBe(1);
  });

  test('the document and the reference come compressed as well', async () => {
    for (const url of ['/v1/openapi.json', '/docs/js/scalar.js', '/llms-full.txt']) {
      const response = await asking('br', { url });
      expect(response.headers['content-encoding'], url).toBe('br');
    }
  });
});

describe('browsers of other origins', () => {
  const preflight = (app: TestApp['app'], origin: string, url = '/v1/contacts') =>
    app.inject({
      method: 'OPTIONS',
      url,
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  test('nothing is said to them, unless the operator has named them', async () => {
    const asked = await preflight(world.app, ORIGIN);
    const read = await member.call({ url: '/v1/me', headers: { origin: ORIGIN } });

    expect(asked.statusCode).toBe(401);
    expect(read.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('with CORS_ORIGINS: the question is answered without a key and leaves no row', async () => {
    await using open = await openTestApp({ corsOrigins: [ORIGIN] });
    const caller = await open.signUp();

    const asked = await preflight(open.app, ORIGIN);
    const read = await caller.call({ url: '/v1/nothing', headers: { origin: ORIGIN } });
    const other = await caller.call({ url: '/v1/me', headers: { origin: 'https://evil.example' } });
    const otherAsked = await preflight(open.app, 'https://evil.example');

    expect(asked.statusCode).toBe(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': expect.stringContaining('DELETE'),
      'access-control-allow-headers': expect.stringContaining('Idempotency-Key'),
      vary: expect.stringContaining('Origin'),
    });
    expect(read.headers['access-control-allow-origin']).toBe(ORIGIN);
    expect(read.headers['access-control-expose-headers']).toContain('X-Request-Id');
    expect(asked.headers).not.toHaveProperty('access-control-allow-credentials');
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
    expect(otherAsked.statusCode).toBe(401);
    expect(await open.database.db.usageLog.count()).toBe(2);
  });

  test('the settings router is never among it', async () => {
    await using open = await openTestApp({ corsOrigins: [ORIGIN] });

    const asked = await preflight(open.app, ORIGIN, '/trpc/apiKeys.list');

    expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    expect(asked.statusCode).not.toBe(204);
  });
});

describe('on the wire', () => {
  const body = JSON.stringify({ items: [{ email: 'wire@example.com' }] });

  test('Expect: 100-continue is answered before the body is sent', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/contacts HTTP/1.1\r\n${head()}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
    );
    const [first] = await once(socket, 'data');
    socket.write(body);
    const [second] = await once(socket, 'data');

    expect(String(first)).toMatch(/^HTTP\/1\.1 100 Continue/);
    expect(String(second)).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  test('a chunked body is read, whatever its pieces', async () => {
    const chunks = body.replaceAll(/./g, '1\r\n$&\r\n');

    const answer = await exchange(
      port,
      `POST /v1/contacts HTTP/1.1\r\n${head()}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunks}0\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*"accepted":/);
  });

  test('a chunked body that grows past 1 MiB: 413', async () => {
    const piece = `10000\r\n${' '.repeat(0x1_0000)}\r\n`;

    const answer = await exchange(
      port,
      `POST /v1/contacts HTTP/1.1\r\n${head()}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${piece.repeat(17)}0\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 [^]*"code":"payload_too_large"/);
  });

  test('one connection carries many requests, also when they are sent all at once', async () => {
    const one = `GET /v1/me HTTP/1.1\r\n${head()}\r\n\r\n`;

    const answer = await exchange(
      port,
      one.repeat(9) + one.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'),
    );

    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(10);
    expect(answer).toMatch(/Keep-Alive: timeout=\d+/i);
  });

  test('HTTP/1.0 without Host is answered, and the connection closed', async () => {
    const answer = await exchange(
      port,
      `GET /v1/me HTTP/1.0\r\nAuthorization: Bearer ${member.secret}\r\n\r\n`,
    );

    expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
  });
});

describe('slow and silent callers', () => {
  test('a request that does not arrive in time: 408 in the one shape, and the line is closed', async () => {
    await using slow = await openTestApp({ requestTimeoutMs: 300 });
    const url = await slow.app.listen({ port: 0, host: '127.0.0.1' });

    const halfHead = await exchange(portOf(url), 'GET /v1/me HTTP/1.1\r\nHost: x\r\n');
    const halfBody = await exchange(
      portOf(url),
      `POST /v1/contacts HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{`,
    );

    expect(halfHead).toMatch(/^HTTP\/1\.1 408 [^]*"code":"invalid_request"/);
    // Without a key it is refused at once; what it still owes is not waited for.
    expect(halfBody).toMatch(/^HTTP\/1\.1 (401|408) /);
  });

  test('1,000 connections that say nothing keep nobody waiting', async () => {
    const idle = await Promise.all(Array.from({ length: 1_000 }, () => openIdle(port)));
    onTestFinished(() => {
      for (const socket of idle) socket.destroy();
    });
    // A connection is made before the server has accepted it.
    await vi.waitFor(
      async () => expect(await countConnections()).toBeGreaterThanOrEqual(1_000),
      EVENTUALLY,
    );
    const startedAt = performance.now();

    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        exchange(port, `GET /v1/me HTTP/1.1\r\n${head()}\r\nConnection: close\r\n\r\n`),
      ),
    );

    expect(performance.now() - startedAt).toBeLessThan(2_000);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(await countConnections()).toBeGreaterThanOrEqual(1_000);
  });
});
