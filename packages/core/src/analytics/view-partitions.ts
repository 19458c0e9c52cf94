import type { Pool } from '@tented/db';
import { DAY_MS, dayOf } from './days.ts';

/** How long single views are kept; what was counted from them stays for good. */
export const VIEWS_KEPT_DAYS = 92;
const MONTHS_AHEAD = 2;

/** Makes the partitions of the views for the month of `at` and the one after it. */
export async function ensureViewPartitions(pool: Pool, at: Date): Promise<void> {
  await pool.query(
    `SELECT page_view_ensure_partition(
              (date_trunc('month', $1::timestamptz AT TIME ZONE 'UTC') + n * interval '1 month')
                AT TIME ZONE 'UTC')
     FROM generate_series(0, $2::integer) AS n`,
    [at, MONTHS_AHEAD - 1],
  );
}

const DELETED_ROWS_MAX = 5_000;

/**
 * Forgets what analytics do not need any more: the salts of days that are over, who was
 * counted on them, and views that are old enough. Safe to run at any time, on any server.
 */
export async function forgetOldViews(pool: Pool, now: Date): Promise<void> {
  await pool.query('DELETE FROM visitor_salt WHERE day < $1', [dayOf(now)]);
  // Views of the last minutes of a day may be written after it.
  const yesterday = dayOf(new Date(now.getTime() - DAY_MS));
  let deleted: number;
  do {
    const { rowCount } = await pool.query(
      `DELETE FROM page_visitor WHERE ctid = ANY(ARRAY(
         SELECT ctid FROM page_visitor WHERE day < $1 LIMIT $2))`,
      [yesterday, DELETED_ROWS_MAX],
    );
    deleted = rowCount ?? 0;
  } while (deleted === DELETED_ROWS_MAX);
  const oldest = new Date(now.getTime() - VIEWS_KEPT_DAYS * DAY_MS);
  await pool.query('SELECT page_view_drop_partitions($1)', [oldest]);
}
