import { UncertainOutcome } from '@tented/core';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type Failure, STATUS, toErrorBody, toFailure } from '../errors.ts';

/** Gives every failure, on every path, the one shape; tells the log what was our fault. */
export default fp(async (app) => {
  app.decorateRequest('failure', null);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => sendFailure(error, request, reply));
});

export function sendFailure(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (isUncertain(thrown)) return hangUp(thrown, request, reply);
  const failure = failureOf(thrown, request);
  if (STATUS[failure.code] >= 500) request.log.error({ err: thrown }, 'request failed');
  return reply.send(applyFailure(failure, request, reply));
}

/** Whether the request took effect is not known, so no status can be promised. */
function hangUp(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  request.log.error({ err: error }, 'the outcome of a request is unknown');
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

function isUncertain(thrown: unknown): boolean {
  return (
    thrown instanceof UncertainOutcome ||
    (thrown instanceof Error && thrown.cause instanceof UncertainOutcome)
  );
}

function failureOf(thrown: unknown, request: FastifyRequest): Failure {
  if (isFailure(thrown)) return thrown;
  // The caller hung up in the middle: nobody reads the answer, but the log keeps its row.
  if (request.raw.destroyed && !request.raw.complete) {
    return {
      code: 'invalid_request',
      message: 'The connection closed before the request body had arrived.',
    };
  }
  return toFailure(thrown);
}

/** Sets status and headers of a failure, remembers it for the usage log, and returns the body. */
export function applyFailure(failure: Failure, request: FastifyRequest, reply: FastifyReply) {
  request.failure = failure;
  reply.code(STATUS[failure.code]);
  reply.header('content-type', 'application/json; charset=utf-8');
  if (failure.code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
  // A word about coming back belongs to this answer, not to one that was not given.
  reply.removeHeader('retry-after');
  if (failure.retryAfterSeconds !== undefined)
    reply.header('retry-after', failure.retryAfterSeconds);
  const creditsLeft = failure.details?.['credits_remaining'];
  if (typeof creditsLeft === 'number') reply.header('tented-credits-remaining', creditsLeft);
  return toErrorBody(failure, request.id);
}

export function noSuchRoute(request: FastifyRequest): Failure {
  return { code: 'not_found', message: `There is no ${request.method} ${pathOf(request)}.` };
}

/** The path as it was requested, without the query string. */
export function pathOf(request: FastifyRequest): string {
  const url = request.originalUrl;
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

function isFailure(value: unknown): value is Failure {
  return (
    typeof value === 'object' && value !== null && !(value instanceof Error) && 'code' in value
  );
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What this request is told that it did wrong, or that went wrong. */
    failure: Failure | null;
  }
}
