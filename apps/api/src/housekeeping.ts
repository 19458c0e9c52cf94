import { ensureUsagePartitions, sweepIdempotencyRecords } from '@tented/core';
import type { FastifyBaseLogger } from 'fastify';
import type { Services } from './services.ts';

const HOUR_MS = 60 * 60 * 1_000;

/**
 * What has to be done now and then while a server runs, on any number of servers at once.
 * Nothing depends on it being punctual: a row without a partition makes its own
 * (usage-writer.ts), and a record whose time has passed counts as absent.
 */
export function keepHouse(
  { pool, clock }: Pick<Services, 'pool' | 'clock'>,
  log: FastifyBaseLogger,
): { close(): void } {
  const chores = [
    () => ensureUsagePartitions(pool, clock()),
    () => sweepIdempotencyRecords(pool, clock()),
  ];
  const timer = setInterval(() => {
    for (const chore of chores) {
      chore().catch((error: unknown) => log.warn({ err: error }, 'housekeeping failed'));
    }
  }, HOUR_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
