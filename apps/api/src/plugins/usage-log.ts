import {
  correctUsageStatus,
  planRequired,
  unauthorized,
  unavailable,
  UncertainOutcome,
  type UsageRow,
} from '@tented/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type Failure, toFailure } from '../errors.ts';
import type { Services } from '../services.ts';
import { arrivedAt } from '../request-id.ts';
import { applyFailure, pathOf } from './failures.ts';

/**
 * Holds every answer to a known key until its row is durable. An answer whose key has just
 * been deleted becomes a 401; an answer that cannot be written down is not given.
 */
export default fp<Pick<Services, 'usage' | 'pool'>>(async (app, { usage, pool }) => {
  app.decorateRequest('recordedStatus', null);

  app.addHook('onSend', async (request, reply, payload) =>
    !request.apiKey || request.recordedStatus === reply.statusCode
      ? payload
      : record({ usage, pool }, { request, reply, payload }),
  );
});

type Answer = { request: FastifyRequest; reply: FastifyReply; payload: unknown };

/** Writes the row of an answer that has none yet, or not the right one; resolves with what to send. */
async function record(
  { usage, pool }: Pick<Services, 'usage' | 'pool'>,
  { request, reply, payload }: Answer,
): Promise<unknown> {
  try {
    if (request.recordedStatus !== null) {
      await correctUsageStatus(pool, rowOf(request, reply));
      return payload;
    }
    const { status } = await usage.append(rowOf(request, reply), {
      needsKey: request.caller !== null,
    });
    if (status === reply.statusCode) return payload;
    const failure = REFUSAL_OF[status];
    if (!failure) throw new UncertainOutcome(`The row of ${request.id} says ${status}.`);
    return JSON.stringify(applyFailure(failure, request, reply));
  } catch (error) {
    if (error instanceof UncertainOutcome || request.recordedStatus !== null) {
      // Whether the row stands, or what it says, cannot be promised, or the effect is
      // committed already and "nothing was done" would be wrong: say nothing.
      request.log.error({ err: error }, 'the outcome of a request is unknown');
      request.raw.socket.destroy();
      return payload;
    }
    request.log.error({ err: error }, 'the usage log cannot be written');
    return JSON.stringify(applyFailure(toFailure(unavailable(error)), request, reply));
  }
}

/** What the commit of a row may find instead of a success: the key is gone, or its plan. */
const REFUSAL_OF: Record<number, Failure> = {
  401: toFailure(unauthorized()),
  403: toFailure(planRequired()),
};

/** The request's row, measured now. */
export function rowOf(
  request: FastifyRequest,
  { statusCode, elapsedTime }: Pick<FastifyReply, 'statusCode' | 'elapsedTime'>,
  { creditsCharged = 0, isReplayed = false, failure = request.failure }: RowOptions = {},
): UsageRow {
  if (!request.apiKey) throw new Error('A request without a key has no row.');
  return {
    workspaceId: request.apiKey.workspaceId,
    id: request.id,
    keyId: request.apiKey.id,
    secretNumber: request.apiKey.secretNumber,
    occurredAt: request.caller?.at ?? arrivedAt(request.id),
    method: request.method,
    path: pathOf(request),
    route: request.routeOptions.config.operation?.route ?? null,
    status: statusCode,
    durationMs: Math.round(elapsedTime),
    creditsCharged,
    isReplayed,
    errorCode: failure?.code ?? null,
    error: failure && { message: failure.message, details: failure.details },
  };
}

type RowOptions = { creditsCharged?: number; isReplayed?: boolean; failure?: Failure | null };

declare module 'fastify' {
  interface FastifyRequest {
    /** The status that the request's row has already, when a write committed it. */
    recordedStatus: number | null;
  }
}
