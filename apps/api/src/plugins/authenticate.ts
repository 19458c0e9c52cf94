import {
  AppError,
  type Caller,
  hasApiAccess,
  type KeyCache,
  type KeyRecord,
  planAt,
  planRequired,
  unauthorized,
} from '@tented/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { RateLimits } from '../rate-limits/rate-limits.ts';
import { arrivedAt } from '../request-id.ts';
import { isMalformedUrl } from '../transport.ts';
import { noSuchRoute } from './failures.ts';
import { assertAllowed, countRequest, limitAddress } from './rate-limit.ts';

const BEARER = /^bearer +(\S+) *$/i;

/**
 * Bearer key → `request.caller`, and everything that is refused before the body is read, in
 * the order of docs/api/errors.md ("Order of refusals"). Sets `request.apiKey` as soon as the key is
 * known, also when it is then refused: such a request leaves a row in the usage log.
 */
export default fp<Options>(async (app, { keys, rateLimits }) => {
  app.decorateRequest('apiKey', null);
  app.decorateRequest('caller', null);

  app.addHook('onRequest', async (request, reply) => {
    const at = arrivedAt(request.id);
    const { authorization } = request.headers;
    const token = BEARER.exec(authorization ?? '')?.[1];
    // Remembered, for nearly every request: then there is nothing to wait for.
    const record = token === undefined ? null : (keys.peek(token) ?? (await keys.find(token)));
    if (token === undefined || !record) {
      if (authorization) await limitAddress(rateLimits.strangers, request, at.getTime());
      throw unauthorized();
    }

    request.apiKey = record;
    const counted = { keyId: record.id, nowMs: at.getTime(), reply };
    const taken = rateLimits.keys && countRequest(rateLimits.keys, counted);
    const standing = taken instanceof Promise ? await taken : taken;
    if (record.deletedAt || (record.expiresAt && record.expiresAt <= at)) throw unauthorized();
    const current = hasApiAccess(planAt(record, at))
      ? record
      : await withApiAccess(token, { keys, at });
    request.caller = callerOf(current, request.id, at);
    refuseByRoute(request, reply, record);
    if (rateLimits.keys && standing) assertAllowed(standing, rateLimits.keys.quota);
    if (isWrite(request) && (request.headers['content-encoding'] ?? 'identity') !== 'identity') {
      throw new AppError('unsupported_media_type', 'Send the body without a Content-Encoding.');
    }
  });
});

type Options = { keys: KeyCache; rateLimits: RateLimits };

const isWrite = ({ routeOptions }: FastifyRequest) =>
  routeOptions.config.operation?.access === 'write';

/** What the address, the method and the scope alone decide. */
function refuseByRoute(request: FastifyRequest, reply: FastifyReply, { scope }: KeyRecord): void {
  const { operation, allow } = request.routeOptions.config;
  if (isMalformedUrl(request)) {
    throw new AppError('invalid_request', 'The address has a malformed percent-encoding.');
  }
  if (request.headers.host === undefined && request.raw.httpVersion === '1.1') {
    throw new AppError('invalid_request', 'The Host header is missing.');
  }
  if (allow) {
    reply.header('allow', allow);
    throw new AppError(
      'method_not_allowed',
      `${request.method} is not allowed here. Allowed: ${allow}.`,
    );
  }
  if (!operation) throw new AppError('not_found', noSuchRoute(request).message);
  if (isWrite(request) && scope === 'read_only') {
    throw new AppError('insufficient_scope', 'This key is read-only; this operation writes.');
  }
}

/** A cached Free may be out of date: it refuses only after the database has said so too. */
async function withApiAccess(
  token: string,
  { keys, at }: { keys: KeyCache; at: Date },
): Promise<KeyRecord> {
  const current = await keys.reload(token);
  if (!current || !hasApiAccess(planAt(current, at))) throw planRequired();
  return current;
}

function callerOf(record: KeyRecord, requestId: string, at: Date): Caller {
  const { workspaceId, id: keyId, secretNumber, scope } = record;
  return { workspaceId, keyId, secretNumber, scope, plan: planAt(record, at), requestId, at };
}

/** The caller of a request that has passed authentication. */
export function getCaller(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error('The route is not behind authentication.');
  return request.caller;
}

export type Operation = {
  /** The documented path, for example `/v1/contacts/{contactId}`. */
  route: string;
  access: 'read' | 'write';
  /** Answers say what credits the workspace has left. */
  showsCredits?: boolean;
  /** Answers are shorter than what is worth compressing. */
  isShort?: boolean;
};

declare module 'fastify' {
  interface FastifyRequest {
    /** The key of the request as soon as it is known, whether or not it still opens anything. */
    apiKey: KeyRecord | null;
    caller: Caller | null;
  }
  interface FastifyContextConfig {
    /** Set on documented routes. */
    operation?: Operation;
    /** Set on routes that answer 405: the methods that would have been right. */
    allow?: string;
  }
}
