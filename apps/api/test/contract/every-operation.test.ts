import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestDb, EVENTUALLY } from '@tented/db/test-db';
import type { LightMyRequestResponse } from 'fastify';
import type { Document } from '../../src/rest/document/build-document.ts';
import { type DocumentedOperation, listDocumented } from '../support/contract/document.ts';
import { openDatabaseLine } from '../support/database-line.ts';
import { type OperationRequest, requestOf } from '../support/contract/request-of.ts';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

// What every operation has in common, tried on each operation of the document with a request
// made of its own examples. The test app holds each answer against the document besides.

const file = path.resolve(import.meta.dirname, '../../openapi.json');
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const documented = listDocumented(document);
const named = (operations: DocumentedOperation[]) =>
  operations.map((one): [string, DocumentedOperation] => [`${one.method} ${one.path}`, one]);
const EVERY = named(documented);
const WITH = (status: number) =>
  named(documented.filter((one) => status in one.operation.responses));
const WRITES = named(documented.filter(({ method }) => method !== 'GET'));

const MIB = 1_048_576;
const json = { 'content-type': 'application/json' };

let world: TestApp;
let member: TestMember;
let free: TestMember;
let reader: TestMember;
/** A server whose keys have one request a minute. */
let limited: TestApp;
let hasty: TestMember;

beforeAll(async () => {
  world = await openTestApp();
  member = await world.signUp();
  free = await world.signUp({ plan: 'free' });
  reader = await world.signUp({ scope: 'read_only' });
  limited = await openTestApp({ limits: { perMinute: 1 }, clock: () => new Date('2026-03-13') });
  hasty = await limited.signUp();
  await hasty.call({ url: '/v1/me' });
});
afterAll(async () => {
  await limited[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

function expectEnvelope(response: LightMyRequestResponse, status: number, code: string) {
  expect(response.json()).toMatchObject({ code });
  expect(response.statusCode).toBe(status);
}

describe('without the right key', () => {
  test.each(EVERY)('401 %s', async (_, operation) => {
    expectEnvelope(await world.app.inject(requestOf(operation)), 401, 'unauthorized');
  });

  test.each(EVERY)('403 %s: on Free', async (_, operation) => {
    expectEnvelope(await free.call(requestOf(operation)), 403, 'plan_required');
  });

  test.each(WRITES)('403 %s: with a read-only key', async (_, operation) => {
    expectEnvelope(await reader.call(requestOf(operation)), 403, 'insufficient_scope');
  });
});

describe('not as the operation wants it', () => {
  test.each(EVERY)('400 %s: with a field that is unknown', async (_, operation) => {
    const response = await member.call(withUnknownField(requestOf(operation)));

    expectEnvelope(response, 400, 'invalid_request');
    expect(response.json().details.issues).not.toHaveLength(0);
  });

  test.each(EVERY)('405 %s: by another method', async (_, operation) => {
    const { url } = requestOf(operation);

    const response = await member.call({ method: 'PATCH', url });

    expectEnvelope(response, 405, 'method_not_allowed');
    expect(response.headers['allow']).toContain(operation.method);
  });

  test.each(WITH(413))('413 %s: 2 MiB', async (_, operation) => {
    const { method, url } = requestOf(operation);
    const payload = `{"items":"${'x'.repeat(2 * MIB)}"}`;

    expectEnvelope(
      await member.call({ method, url, headers: json, payload }),
      413,
      'payload_too_large',
    );
  });

  test.each(WITH(415))('415 %s: compressed', async (_, operation) => {
    const request = requestOf(operation);
    const headers = { ...json, ...request.headers, 'content-encoding': 'gzip' };

    expectEnvelope(await member.call({ ...request, headers }), 415, 'unsupported_media_type');
  });
});

describe('of things that are not there', () => {
  test.each(named(documented.filter(({ path }) => path.includes('{'))))(
    '404 %s',
    async (_, operation) => {
      expectEnvelope(await member.call(requestOf(operation)), 404, 'not_found');
    },
  );
});

describe('with an Idempotency-Key', () => {
  test.each(WRITES)('422 %s: that was used for something else', async (_, operation) => {
    const key = crypto.randomUUID();
    await world.database.db.idempotencyRecord.create({
      data: {
        workspaceId: member.workspaceId,
        key,
        fingerprint: Buffer.alloc(32),
        status: 200,
        body: '{}',
        createdAt: new Date(),
      },
    });

    const response = await member.call(
      withHeaders(requestOf(operation), { 'idempotency-key': key }),
    );

    expectEnvelope(response, 422, 'idempotency_mismatch');
  });

  test.each(WRITES)('409 %s: whose first request is under way', async (_, operation) => {
    const key = crypto.randomUUID();
    const other = await world.database.pool.connect();
    await other.query('BEGIN');
    await other.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `idempotency:${member.workspaceId}:${key}`,
    ]);

    const response = await member.call(
      withHeaders(requestOf(operation), { 'idempotency-key': key }),
    );
    await other.query('ROLLBACK');
    other.release();

    expectEnvelope(response, 409, 'idempotency_in_progress');
  });

  test.each(WRITES)('400 %s: that is none', async (_, operation) => {
    const request = withHeaders(requestOf(operation), { 'idempotency-key': 'with a space' });

    const response = await member.call(request);

    expectEnvelope(response, 400, 'invalid_request');
    expect(response.json().details.issues).toMatchObject([{ path: 'Idempotency-Key' }]);
  });
});

test.each(EVERY)('429 %s: above the limit of the key', async (_, operation) => {
  expectEnvelope(await hasty.call(requestOf(operation)), 429, 'rate_limited');
});

describe('when something breaks', () => {
  test('500 of every operation: told in the one shape, without a word of the inside', async () => {
    await using broken = await openTestApp();
    const caller = await broken.signUp();
    await caller.call({ url: '/v1/me' });
    const kept = new Set(['keys', 'usage', 'clock', 'close']);
    for (const name of Object.keys(broken.services)) {
      if (!kept.has(name)) Object.assign(broken.services, { [name]: explosive() });
    }

    for (const [name, operation] of EVERY) {
      const response = await caller.call(requestOf(operation));

      expect(response.statusCode, name).toBe(500);
      expect(response.json(), name).toMatchObject({ code: 'internal_error' });
      expect(response.body, name).not.toContain('secret of the inside');
      const row = await broken.database.db.usageLog.findFirst({
        where: { id: response.json().request_id },
      });
      expect(row, name).toMatchObject({ status: 500, creditsCharged: 0 });
    }
  });

  test('503 of every operation while the database is away, and none afterwards', async () => {
    await using testDb = await createTestDb();
    await using line = await openDatabaseLine(testDb.url);
    await using away = await openTestApp({ url: line.url });
    const caller = await away.signUp();
    await caller.call({ url: '/v1/me' });
    await line.cut();

    const responses = await Promise.all(
      EVERY.map(async ([name, operation]) => ({
        name,
        is: await caller.call(requestOf(operation)),
      })),
    );
    await line.mend();

    for (const { name, is } of responses) {
      expect(is.statusCode, name).toBe(503);
      expect(is.json(), name).toMatchObject({ code: 'unavailable' });
      expect(is.headers['retry-after'], name).toBe('1');
    }
    await vi.waitFor(
      async () => expect((await caller.call({ url: '/v1/me' })).statusCode).toBe(200),
      EVENTUALLY,
    );
  });
});

function withHeaders(request: OperationRequest, headers: Record<string, string>): OperationRequest {
  return { ...request, headers: { ...request.headers, ...headers } };
}

/** An upload gets a part that is no file. */
function withUnknownField(request: OperationRequest): OperationRequest {
  if (request.method === 'GET') {
    const separator = request.url.includes('?') ? '&' : '?';
    return { ...request, url: `${request.url}${separator}unknown=1` };
  }
  if (Buffer.isBuffer(request.payload)) {
    const text = request.payload.toString('latin1').replaceAll('name="file"', 'name="unknown"');
    return { ...request, payload: Buffer.from(text, 'latin1') };
  }
  return { ...request, payload: { ...(request.payload as object), unknown: 1 } };
}

/** A part of the core whose every use breaks. */
function explosive(): object {
  return new Proxy(() => {}, {
    get() {
      throw new Error('The secret of the inside');
    },
    apply() {
      throw new Error('The secret of the inside');
    },
  });
}
