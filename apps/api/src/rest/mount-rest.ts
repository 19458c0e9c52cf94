import {
  AppError,
  type MeteredWrites,
  type Recorded,
  type UsageRow,
  type WriteAnswer,
  type WriteOutcome,
  type Written,
} from '@tented/core';
import { type AnyTRPCProcedure, type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server';
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  HTTPMethods,
  RouteOptions,
} from 'fastify';
import type { Services } from '../services.ts';
import { getCaller } from '../plugins/authenticate.ts';
import { rowOf } from '../plugins/usage-log.ts';
import { STATUS, toErrorBody, toFailure } from '../errors.ts';
import { idempotencyOf } from './idempotency.ts';
import { compileProcedure, type ProcedureCall } from './compile-procedure.ts';
import { listOperations, type PublicOperation } from './list-operations.ts';
import type { PublicContext } from './public-trpc.ts';
import { acceptUploads } from './upload.ts';

/**
 * Gives every procedure with OpenAPI meta a real Fastify route, so that parsing, path
 * decoding, hooks, errors and the route template are Fastify's own. Other methods on a
 * documented path answer 405 (docs/decisions/0003-own-rest-mounting.md).
 */
export function mountRest(app: FastifyInstance, router: AnyTRPCRouter, services: Services): void {
  const methodsOf = new Map<string, string[]>();

  for (const { path, procedure, meta } of listOperations(router)) {
    const { method, path: route } = meta.openapi;
    const successStatus = meta.successStatus ?? 200;
    const operation = { successStatus, toOutput: outputOf(procedure) };
    const call = compileProcedure(procedure) ?? callByRouter(router, { path, procedure });
    methodsOf.set(route, [...(methodsOf.get(route) ?? []), method]);

    const definition: RouteOptions = {
      method,
      url: toFastifyUrl(route),
      config: {
        operation: {
          route,
          access: method === 'GET' ? 'read' : 'write',
          showsCredits: (meta.credits ?? 0) > 0 || meta.showsCredits === true,
          isShort: meta.isShort === true,
        },
      },
      handler: async (request, reply) => {
        const { context, written } = createContext({ services, request, reply, operation });
        const output = await call(context, readInput(request, method)).catch((error: unknown) => {
          if (!written.answer) throw error;
        });
        if (written.answer) return sendKept(written.answer, reply);
        return reply.code(successStatus).send(output);
      },
    };
    if (meta.multipart) {
      void app.register(async (scope) => {
        acceptUploads(scope);
        scope.route(definition);
      });
    } else app.route(definition);
  }
  for (const [route, methods] of methodsOf) refuseOtherMethods(app, route, methods);
}

/** For a procedure that has middlewares of its own. */
function callByRouter(
  router: AnyTRPCRouter,
  { path, procedure }: Pick<PublicOperation, 'path' | 'procedure'>,
): ProcedureCall {
  return (ctx, rawInput) =>
    callTRPCProcedure({
      router,
      path,
      type: procedure._def.type,
      ctx,
      getRawInput: async () => rawInput,
      signal: undefined,
      batchIndex: 0,
    });
}

function refuseOtherMethods(app: FastifyInstance, route: string, methods: string[]): void {
  const allowed = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
  const others = app.supportedMethods.filter(
    (method) => !allowed.includes(method),
  ) as HTTPMethods[];
  app.route({
    method: others,
    url: toFastifyUrl(route),
    config: {
      operation: { route, access: 'read', isShort: true },
      allow: allowed.toSorted().join(', '),
    },
    handler: () => {
      throw new Error('Refused by authentication before it gets here.');
    },
  });
}

function toFastifyUrl(route: string): string {
  return route.replaceAll(/\{(\w+)\}/g, ':$1');
}

type Operation = { successStatus: number; toOutput(output: unknown): unknown };
type Exchange = { services: Services; request: FastifyRequest; reply: FastifyReply };

/** What a procedure works with, and the kept answer that its write came to, if it did. */
function createContext({
  services,
  request,
  reply,
  operation,
}: Exchange & { operation: Operation }): {
  context: PublicContext;
  written: { answer?: WriteAnswer };
} {
  const caller = getCaller(request);
  const written: { answer?: WriteAnswer } = {};
  const context: PublicContext = {
    services,
    caller,
    pollAgain: (seconds) => void reply.header('retry-after', seconds),
    async write(
      writes: MeteredWrites<unknown, unknown>,
      input: unknown,
      toWire: (output: unknown) => unknown = (output) => output,
    ) {
      const result = await writes.submit({
        caller,
        input,
        idempotency: idempotencyOf(request, (outcome) =>
          toAnswer(outcome, request, {
            ...operation,
            toOutput: (output) => operation.toOutput(toWire(output)),
          }),
        ),
        toRow: (recorded) => toRow(recorded, { request, reply, operation }),
      });
      request.recordedStatus = result.answer?.status ?? operation.successStatus;
      announceCredits(result, reply);
      if (!result.answer) return toWire(result.output);
      written.answer = result.answer;
      if (result.isReplayed) reply.header('idempotency-replayed', 'true');
      throw new Error('The answer is ready: nothing is left for the procedure to do.');
    },
    async read(reads, target) {
      const outcome = await reads.submit({
        caller,
        target,
        toRow: () =>
          rowOf(request, { statusCode: operation.successStatus, elapsedTime: reply.elapsedTime }),
      });
      if ('found' in outcome) {
        request.recordedStatus = operation.successStatus;
        return outcome.found;
      }
      request.recordedStatus = outcome.status;
      throw outcome.refusal;
    },
  };
  return { context, written };
}

function announceCredits(
  { creditsCharged, creditsRemaining }: Written<unknown>,
  reply: FastifyReply,
) {
  reply.header('tented-credits-charged', creditsCharged);
  if (creditsRemaining !== undefined) reply.header('tented-credits-remaining', creditsRemaining);
}

/** The bytes that this outcome is answered with. A bad output breaks the write before its commit. */
function toAnswer(
  outcome: WriteOutcome<unknown>,
  request: FastifyRequest,
  { successStatus, toOutput }: Operation,
): WriteAnswer {
  if ('output' in outcome) {
    return { status: successStatus, body: JSON.stringify(toOutput(outcome.output)) };
  }
  const failure = toFailure(outcome.refusal);
  return { status: STATUS[failure.code], body: JSON.stringify(toErrorBody(failure, request.id)) };
}

function toRow(
  { creditsCharged, status, isReplayed, refusal }: Recorded,
  { request, reply, operation }: Omit<Exchange, 'services'> & { operation: Operation },
): UsageRow {
  const statusCode = status ?? operation.successStatus;
  return rowOf(
    request,
    { statusCode, elapsedTime: reply.elapsedTime },
    {
      creditsCharged,
      ...(isReplayed && { isReplayed }),
      ...(refusal && { failure: toFailure(refusal) }),
    },
  );
}

function sendKept({ status, body }: WriteAnswer, reply: FastifyReply): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}

/** The parser of the procedure's `.output()`: what it does not know does not leave the server. */
function outputOf(procedure: AnyTRPCProcedure): (output: unknown) => unknown {
  const { output } = procedure._def as { output?: { parse(value: unknown): unknown } };
  if (!output) throw new Error('A public procedure needs an output.');
  return (value) => output.parse(value);
}

/** Query of a GET, body of anything else; a path parameter cannot be overridden by either. */
function readInput(request: FastifyRequest, method: string): object {
  const params = request.params as object;
  if (method === 'GET') return { ...(request.query as object), ...params };
  const { body } = request;
  if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) {
    throw new AppError('invalid_request', 'The request body must be a JSON object.', {
      details: { issues: [{ path: '', message: 'Expected an object' }] },
    });
  }
  return { ...body, ...params };
}
