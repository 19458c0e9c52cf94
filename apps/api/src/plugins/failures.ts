import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type Failure, STATUS, toErrorBody, toFailure } from '../errors.ts';

/** Gives every failure, on every path, the one shape; tells the log what was our fault. */
export default fp(async (app) => {
  app.decorateRequest('failure', null);
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => sendFailure(error, request, reply));
});

export function sendFailure(
  thrown: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const failure = 'code' in Object(thrown) && isFailure(thrown) ? thrown : toFailure(thrown);
  if (STATUS[failure.code] >= 500) request.log.error({ err: thrown }, 'request failed');
  return reply.send(applyFailure(failure, request, reply));
}

/** Sets status and headers of a failure, remembers it for the usage log, and returns the body. */
export function applyFailure(failure: Failure, request: FastifyRequest, reply: FastifyReply) {
  request.failure = failure;
  reply.code(STATUS[failure.code]);
  reply.header('content-type', 'application/json; charset=utf-8');
  if (failure.code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
  if (failure.retryAfterSeconds !== undefined)
    reply.header('retry-after', failure.retryAfterSeconds);
  return toErrorBody(failure, request.id);
}

export function noSuchRoute(request: FastifyRequest): Failure {
  return { code: 'not_found', message: `There is no ${request.method} ${pathOf(request)}.` };
}

/** The path as it was requested, without the query string. */
export function pathOf(request: FastifyRequest): string {
  const [path = '/'] = request.originalUrl.split('?', 1);
  return path;
}

function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && !(value instanceof Error);
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What this request is told that it did wrong, or that went wrong. */
    failure: Failure | null;
  }
}
