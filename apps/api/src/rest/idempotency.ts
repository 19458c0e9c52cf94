import { createHash } from 'node:crypto';
import { AppError, type Idempotency } from '@tented/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { pathOf } from '../plugins/failures.ts';
import { isUpload } from './upload.ts';

const HEADER = 'idempotency-key';
/** 1 to 255 visible ASCII characters. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** Remembers the hash of a body as it came, where an `Idempotency-Key` has to be tied to it. */
export default fp(async (app) => {
  app.decorateRequest('bodyHash', null);
  hashJsonBodies(app);
});

function hashJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('ignore', 'ignore');
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      if (request.headers[HEADER] !== undefined) request.bodyHash = hashOf(body);
      // No body at all: what is required is missed by name.
      if (body === '') return done(null, undefined);
      void parse(request, body, done);
    },
  );
}

export function hashOf(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  // Lengths keep parts apart: ('ab', 'c') is not ('a', 'bc').
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest();
}

/** What the `Idempotency-Key` of a write asks for; undefined without one. Throws for a bad one. */
export function idempotencyOf<Output>(
  request: FastifyRequest,
  toAnswer: Idempotency<Output>['toAnswer'],
): Idempotency<Output> | undefined {
  const key = request.headers[HEADER];
  if (key === undefined) return undefined;
  assertKey(key);
  const fingerprint = hashOf(request.method, pathOf(request), bodyHashOf(request));
  return { key, fingerprint, toAnswer };
}

/** An upload is the same when its name, its type and its content are: boundaries may differ. */
function bodyHashOf({ body, bodyHash }: FastifyRequest): Uint8Array {
  const { file } = (body ?? {}) as { file?: unknown };
  if (!isUpload(file)) return bodyHash ?? new Uint8Array();
  return hashOf('file', file.filename, file.contentType, file.bytes);
}

/** Node joins a header that is sent twice by a comma and a space: a space is not visible. */
function assertKey(key: string | string[]): asserts key is string {
  if (typeof key === 'string' && KEY.test(key)) return;
  const message = 'Must be 1 to 255 visible ASCII characters, without spaces';
  throw new AppError('invalid_request', `The Idempotency-Key is not valid: ${message}.`, {
    details: { issues: [{ path: 'Idempotency-Key', message }] },
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** SHA-256 of the body as it came; null without a body or an `Idempotency-Key`. */
    bodyHash: Buffer | null;
  }
}
