import type { Pool } from '@tented/db';
import { verifyCredits } from '../credits/verify.ts';
import { keptSince } from './retention.ts';

export type Dropped = {
  /** The first instants of months whose rows are gone now, oldest first. */
  months: Date[];
  /** Months that are due and stay, because their books do not agree. */
  withheld: Date[];
};

/**
 * Drops the months of the log that no plan shows any more, whole partitions at a time. Before the
 * rows of a month go, what they say about credits is written down in their place; a month
 * whose books differ is evidence, and stays. Nobody who reads or writes the log waits for it,
 * and it may be broken off at any point and run again.
 */
export async function dropOldUsage(pool: Pool, at: Date): Promise<Dropped> {
  const dropped: Dropped = { months: [], withheld: [] };
  const { rows } = await pool.query<DueMonth>(DUE_MONTHS, [keptSince(at)]);
  for (const month of rows) {
    const { differences } = await verifyCredits(pool, month.startsAt);
    if (differences.length > 0) {
      dropped.withheld.push(month.startsAt);
      continue;
    }
    await pool.query(CLOSE_MONTH, [month.startsAt]);
    await detach(pool, month);
    await pool.query(`DROP TABLE ${month.partition}`);
    dropped.months.push(month.startsAt);
  }
  if (dropped.months.length > 0) await dropSums(pool, at);
  return dropped;
}

type DueMonth = {
  partition: string;
  startsAt: Date;
  state: 'attached' | 'detaching' | 'detached';
};

/** Those of which the last row is too old. An earlier run may have been broken off on the way. */
const DUE_MONTHS = `
  SELECT format('%I', c.relname) AS partition, starts_at AS "startsAt",
         CASE WHEN i.inhrelid IS NULL THEN 'detached'
              WHEN i.inhdetachpending THEN 'detaching' ELSE 'attached' END AS state
  FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid,
       LATERAL (SELECT make_timestamptz(substr(c.relname, 11, 4)::int, right(c.relname, 2)::int,
                                        1, 0, 0, 0, 'UTC')) AS month (starts_at)
  WHERE c.relkind = 'r' AND c.relname ~ '^usage_log_[0-9]{4}_[0-9]{2}$'
    AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'usage_log'::regclass)
    AND (starts_at AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC' <= $1
  ORDER BY 2`;

/** From here on this is the third book of the month, whether its rows are still there or not. */
const CLOSE_MONTH = `
  INSERT INTO usage_closed_month (workspace_id, starts_at, credits_charged, credits_refunded)
  SELECT workspace_id, $1::timestamptz, sum(credits_charged), sum(credits_refunded)
  FROM usage_log
  WHERE credits_charged > 0 AND id >= usage_log_first_id($1)
    AND id < usage_log_first_id(($1 AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC')
  GROUP BY 1
  ON CONFLICT DO NOTHING`;

/** CONCURRENTLY: taken out at once, a partition would lock out everybody else for a moment. */
async function detach(pool: Pool, { partition, state }: DueMonth): Promise<void> {
  if (state === 'detached') return;
  const how = state === 'detaching' ? 'FINALIZE' : 'CONCURRENTLY';
  await pool.query(`ALTER TABLE usage_log DETACH PARTITION ${partition} ${how}`);
}

async function dropSums(pool: Pool, at: Date): Promise<void> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM workspace ORDER BY id');
  for (const { id } of rows) {
    await pool.query('DELETE FROM usage_hour WHERE workspace_id = $1 AND hour < $2', [
      id,
      keptSince(at),
    ]);
  }
}
