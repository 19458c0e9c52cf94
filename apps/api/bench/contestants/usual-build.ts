import { createHash } from 'node:crypto';
import { newId } from '@tented/core';
import { openDatabase } from '@tented/db';
import { TRPCError } from '@trpc/server';
import Fastify from 'fastify';
import { fastifyTRPCOpenApiPlugin } from 'trpc-openapi';
import { listen, type OpenContestant } from '../contestant.ts';
import { type UsualContext, usualRouter } from './usual-router.ts';

/**
 * The same two operations as such a build usually looks: the OpenAPI library's own Fastify
 * plugin, and Prisma for every step of every request.
 */
export const openUsualBuild: OpenContestant = async (databaseUrl) => {
  const { db, pool, close } = openDatabase(databaseUrl);
  await pool.query(OPEN_PERIODS);

  const app = Fastify();
  await app.register(fastifyTRPCOpenApiPlugin, {
    router: usualRouter,
    createContext: async ({ req }: { req: RequestLike }) => {
      const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1];
      if (token === undefined) throw new TRPCError({ code: 'UNAUTHORIZED' });
      const context: UsualContext = {
        db,
        hash: createHash('sha256').update(token).digest(),
        requestId: newId(),
        method: req.method,
        path: req.url,
        startedAt: performance.now(),
      };
      return context;
    },
  });
  app.addHook('onClose', close);
  return listen(app);
};

type RequestLike = { headers: { authorization?: string }; method: string; url: string };

/** A month's counter for every workspace, with room for a long run. */
const OPEN_PERIODS = `
  INSERT INTO credit_period (workspace_id, starts_at, allowance, allowance_max, used)
  SELECT id, date_trunc('month', now(), 'UTC'), 2000000000, 2000000000, 0 FROM workspace`;
