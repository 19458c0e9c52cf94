import { type Clock, dropOldUsage, sealUsage } from '@tented/core';
import type { Pool } from '@tented/db';
import type { FastifyBaseLogger } from 'fastify';

const SEAL_EVERY_MS = 5 * 60_000;
const DROP_EVERY_MS = 24 * 60 * 60_000;

/**
 * Adds up hours of the usage log that are over, and drops months that no plan shows, while a
 * server runs. Any number of servers may: what one is at, the others leave alone. Nothing is wrong
 * when it fails, or never runs, only slower or larger.
 */
export function keepUsage(
  pool: Pool,
  clock: Clock,
  log: Pick<FastifyBaseLogger, 'error' | 'warn'>,
): { close(): Promise<void> } {
  const closing = new AbortController();

  async function seal(): Promise<void> {
    await sealUsage(pool, closing.signal);
  }
  async function drop(): Promise<void> {
    const { withheld } = await dropOldUsage(pool, clock());
    if (withheld.length > 0) log.warn({ months: withheld }, 'old months stay: their books differ');
  }

  // One after the other, so that closing has one thing to wait for.
  let work = Promise.resolve();
  function enqueue(job: () => Promise<void>): void {
    work = work
      .then(() => (closing.signal.aborted ? undefined : job()))
      .catch((err: unknown) => log.error({ err }, 'the usage log could not be tidied'));
  }

  enqueue(seal);
  enqueue(drop);
  const timers = [
    setInterval(() => enqueue(seal), SEAL_EVERY_MS),
    setInterval(() => enqueue(drop), DROP_EVERY_MS),
  ];
  return {
    async close() {
      for (const timer of timers) clearInterval(timer);
      closing.abort();
      await work;
    },
  };
}
