import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type Auth, sameOrigin } from '../auth.ts';
import { STATUS, toFailure } from '../errors.ts';
import { arrivedAt } from '../request-id.ts';
import type { Services } from '../services.ts';
import { type AppRouter, appRouter } from '../settings/router.ts';
import type { SettingsContext } from '../settings/settings-trpc.ts';
import { findUser } from './session.ts';

type Options = { services: Services; auth: Auth; publicUrl: string };

/** Serves the settings router at `/trpc`. */
export default fp<Options>(async (app, { services, auth, publicUrl }) => {
  const closing = new AbortController();
  // Before Fastify waits for open answers: a stream is one that would never end.
  app.addHook('preClose', async () => closing.abort());
  const trpcOptions: FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] = {
    router: appRouter,
    createContext: ({ req }): SettingsContext => ({
      services,
      requestId: req.id,
      at: arrivedAt(req.id),
      isSameOrigin: isSameOrigin(req, publicUrl),
      closing: closing.signal,
      findUser: () => findUser(auth, req),
    }),
    onError({ error, req, path }) {
      const { code } = toFailure(error);
      if (STATUS[code] >= 500) req.log.error({ err: error, path }, 'procedure failed');
    },
  };
  await app.register(
    async (trpc) => {
      trpc.addHook('onSend', async (_request, reply) => {
        reply.header('cache-control', 'no-store');
      });
      await trpc.register(fastifyTRPCPlugin, { trpcOptions });
    },
    { prefix: '/trpc' },
  );
});

/** Browsers name the origin of every POST; a client that is no browser has no cookies to abuse. */
export function isSameOrigin(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return sameOrigin(new Headers({ origin, host: host ?? '' })).length > 0;
}
