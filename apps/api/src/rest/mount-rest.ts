import { AppError } from '@tented/core';
import { type AnyTRPCProcedure, type AnyTRPCRouter, callTRPCProcedure } from '@trpc/server';
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Services } from '../services.ts';
import { getCaller } from '../plugins/authenticate.ts';
import { rowOf } from '../plugins/usage-log.ts';
import type { PublicContext, PublicMeta } from './public-trpc.ts';

/**
 * Gives every procedure with OpenAPI meta a real Fastify route, so that parsing, path
 * decoding, hooks, errors and the route template are Fastify's own. Other methods on a
 * documented path answer 405 (docs/decisions/0003-own-rest-mounting.md).
 */
export function mountRest(app: FastifyInstance, router: AnyTRPCRouter, services: Services): void {
  const methodsOf = new Map<string, string[]>();

  for (const { path, type, meta } of listOperations(router)) {
    const { method, path: route } = meta.openapi;
    const successStatus = meta.successStatus ?? 200;
    methodsOf.set(route, [...(methodsOf.get(route) ?? []), method]);

    app.route({
      method,
      url: toFastifyUrl(route),
      config: { operation: { route, access: method === 'GET' ? 'read' : 'write' } },
      handler: async (request, reply) => {
        const output: unknown = await callTRPCProcedure({
          router,
          path,
          type,
          ctx: createContext({ services, request, reply, successStatus }),
          getRawInput: async () => readInput(request, method),
          signal: undefined,
          batchIndex: 0,
        });
        return reply.code(successStatus).send(output);
      },
    });
  }
  for (const [route, methods] of methodsOf) refuseOtherMethods(app, route, methods);
}

export type PublicOperation = {
  /** The procedure's path in the router. */
  path: string;
  type: AnyTRPCProcedure['_def']['type'];
  meta: PublicMeta & { openapi: NonNullable<PublicMeta['openapi']> };
};

/** Every procedure that is part of the public API. */
export function listOperations(router: AnyTRPCRouter): PublicOperation[] {
  const procedures = router._def.procedures as Record<string, AnyTRPCProcedure>;
  return Object.entries(procedures).flatMap(([path, procedure]) => {
    const meta = (procedure._def.meta ?? {}) as PublicMeta;
    return meta.openapi
      ? [{ path, type: procedure._def.type, meta: { ...meta, openapi: meta.openapi } }]
      : [];
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
    config: { operation: { route, access: 'read' }, allow: allowed.toSorted().join(', ') },
    handler: () => {
      throw new Error('Refused by authentication before it gets here.');
    },
  });
}

function toFastifyUrl(route: string): string {
  return route.replaceAll(/\{(\w+)\}/g, ':$1');
}

function createContext({
  services,
  request,
  reply,
  successStatus,
}: {
  services: Services;
  request: FastifyRequest;
  reply: FastifyReply;
  successStatus: number;
}): PublicContext {
  const caller = getCaller(request);
  return {
    services,
    caller,
    async write(writes, input) {
      const output = await writes.submit({
        caller,
        input,
        toRow: ({ creditsCharged }) =>
          rowOf(
            request,
            { statusCode: successStatus, elapsedTime: reply.elapsedTime },
            creditsCharged,
          ),
      });
      request.recordedStatus = successStatus;
      return output;
    },
  };
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
