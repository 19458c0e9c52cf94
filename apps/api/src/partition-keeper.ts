import { type Clock, ensureUsagePartitions } from '@tented/core';
import type { Pool } from '@tented/db';

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Keeps the partitions of the coming months ready while a server runs. Nothing is lost when
 * it fails: a row without a partition makes its own (usage-writer.ts), only slower.
 */
export function keepPartitions(pool: Pool, clock: Clock): { close(): void } {
  const timer = setInterval(() => {
    ensureUsagePartitions(pool, clock()).catch(() => {});
  }, DAY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
