import type { Pool } from '@tented/db';
import { periodStart } from '../credits/plans.ts';

/** Months for which partitions exist ahead of time, this one included. */
const MONTHS_AHEAD = 3;

/**
 * Makes the partitions of the usage log for the month of `at` and those that follow. Any number
 * of servers may call this at once.
 */
export async function ensureUsagePartitions(pool: Pool, at: Date): Promise<void> {
  try {
    await makePartitions(pool, at);
  } catch (error) {
    // Whoever waited for another server to make them does not see them before its next statement.
    if (!isDuplicateTable(error)) throw error;
    await makePartitions(pool, at);
  }
}

async function makePartitions(pool: Pool, at: Date): Promise<void> {
  await pool.query(
    `SELECT usage_log_ensure_partition(
              (date_trunc('month', $1::timestamptz AT TIME ZONE 'UTC') + n * interval '1 month')
                AT TIME ZONE 'UTC')
     FROM generate_series(0, $2::integer) AS n`,
    [at, MONTHS_AHEAD - 1],
  );
}

/** Makes the partitions that rows of these moments need. */
export async function ensurePartitionsOf(pool: Pool, moments: Date[]): Promise<void> {
  const months = new Set(moments.map((moment) => periodStart(moment).getTime()));
  for (const month of months) await ensureUsagePartitions(pool, new Date(month));
}

const DUPLICATE_TABLE = '42P07';

function isDuplicateTable(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === DUPLICATE_TABLE;
}

const NO_PARTITION = '23514';

/** True for an insert that failed because its month has no partition yet. */
export function isMissingPartition(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error as { code?: unknown }).code === NO_PARTITION &&
    // A broken CHECK has the same code, and names the constraint.
    (error as { constraint?: unknown }).constraint === undefined
  );
}
