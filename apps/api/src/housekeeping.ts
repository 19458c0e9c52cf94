import {
  ensureUsagePartitions,
  ensureViewPartitions,
  forgetOldViews,
  queueLostTents,
  sweepIdempotencyRecords,
} from '@tented/core';
import type { FastifyBaseLogger } from 'fastify';
import type { Services } from './services.ts';

const MINUTE_MS = 60 * 1_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * What has to be done now and then while a server runs, on any number of servers at once.
 * Nothing depends on it being punctual: a row without a partition makes its own
 * (usage-writer.ts, view-recorder.ts), a record whose time has passed counts as absent, and only what the queue
 * has lost waits for the look at it.
 */
export function keepHouse(
  { pool, clock, jobs }: Pick<Services, 'pool' | 'clock' | 'jobs'>,
  log: Pick<FastifyBaseLogger, 'warn'>,
): { close(): void } {
  const chores = [
    { everyMs: HOUR_MS, run: () => ensureUsagePartitions(pool, clock()) },
    { everyMs: HOUR_MS, run: () => ensureViewPartitions(pool, clock()) },
    // Soon after midnight nobody can tell any more who yesterday's visitors were.
    { everyMs: 10 * MINUTE_MS, run: () => forgetOldViews(pool, clock()) },
    { everyMs: HOUR_MS, run: () => sweepIdempotencyRecords(pool, clock()) },
    { everyMs: MINUTE_MS, run: () => queueLostTents({ pool, jobs }, clock()) },
  ];
  const timers = chores.map(({ everyMs, run }) =>
    setInterval(() => {
      run().catch((error: unknown) => log.warn({ err: error }, 'housekeeping failed'));
    }, everyMs).unref(),
  );
  return { close: () => timers.forEach((timer) => clearInterval(timer)) };
}
