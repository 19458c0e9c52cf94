import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import type { Env } from './env.ts';
import { createRateLimits } from './rate-limits/rate-limits.ts';
import { openSystem, type System } from './open-system.ts';
import { runJobs } from './worker.ts';
import { createGenerator } from './generator.ts';
import { keepHouse } from './housekeeping.ts';
import { keepUsage } from './usage-keeper.ts';
import { runMailRoom } from './mail-room.ts';

export type RunningServer = {
  app: FastifyInstance;
  system: System;
  /** Where it listens, with the port that was really taken. */
  url: string;
  /** Stops accepting, answers what is open, writes down what is queued, stops the database. */
  close(): Promise<void>;
};

export function listeningPort(app: FastifyInstance): number {
  const address = app.addresses()[0];
  if (typeof address !== 'object') throw new Error('The server does not listen on a port.');
  return address.port;
}

const IDLE_CHECK_MS = 100;
const GRACE_MS = 8_000;

/**
 * Answers what is open and then closes. A connection whose last answer leaves during that time
 * becomes idle after Fastify has looked for idle ones, and would keep the server waiting.
 */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const idle = setInterval(() => app.server.closeIdleConnections(), IDLE_CHECK_MS);
  // A caller who never finishes a request must not keep the database from being stopped.
  const stuck = setTimeout(() => app.server.closeAllConnections(), GRACE_MS);
  await app.close();
  clearInterval(idle);
  clearTimeout(stuck);
}

const WEB_DIR = path.resolve(import.meta.dirname, '../../web/dist');

export async function startServer(
  env: Env,
  onProgress: (message: string) => void = () => {},
): Promise<RunningServer> {
  const system = await openSystem(env, { onProgress });
  try {
    const { services, auth, publicUrl } = system;
    const rateLimits = createRateLimits({
      perMinute: env.rateLimitPerMinute,
      redisUrl: env.redisUrl,
      onRedisLost: ({ message }) =>
        onProgress(`Redis cannot be reached; this server counts by itself: ${message}`),
    });
    const app = await buildApp({
      services,
      auth,
      rateLimits,
      publicUrl,
      pagesDomain: env.pagesDomain,
      countryHeader: env.countryHeader,
      webDir: WEB_DIR,
      hasMailbox: !env.isProduction && !services.mailer,
      trustProxy: env.trustProxy,
      metricsToken: env.metricsToken,
      corsOrigins: env.corsOrigins,
      logLevel: env.logLevel,
    });
    const house = keepHouse(services, app.log);
    if (env.isWorker) {
      await runJobs({ ...services, generator: await createGenerator(env) }, (error, tent) =>
        app.log.warn({ err: error, ...tent }, 'a page could not be made'),
      );
    }
    const mailRoom = runMailRoom(services, app.log);
    await app.listen({ port: env.port, host: env.host });
    const usage = keepUsage(services.pool, services.clock, app.log);
    return {
      app,
      system,
      url: `http://localhost:${listeningPort(app)}`,
      async close() {
        house.close();
        await Promise.all([closeApp(app), usage.close(), mailRoom.close()]);
        await rateLimits.close();
        await system.close();
      },
    };
  } catch (error) {
    await system.close();
    throw error;
  }
}
