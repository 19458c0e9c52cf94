import { ensureViewPartitions } from '@tented/core';
import type { Pool } from '@tented/db';
import type pg from 'pg';

/** A connection without the limits that those of requests have. */
export type Client = pg.Client;

export const TENTS = 1_000;
const DAYS = 7;
const VISITORS = 400_000;
export const REFERRERS = 1_000;
const ROWS_AT_ONCE = 250_000;
const MONTH_DAYS = 31;

/** Plans of whole tables need the ways that the metered connections are not allowed to take. */
const FULL_PLANS = `SET enable_seqscan = on; SET enable_hashjoin = on; SET enable_mergejoin = on;
  SET enable_sort = on; SET enable_incremental_sort = on; SET enable_bitmapscan = on;
  SET statement_timeout = 0; SET work_mem = '256MB'`;

/**
 * Views of the last seven days, most of them of a few tents, countries and referrers as it is in
 * the world, and then everything that is counted from them, by the rules of the writer.
 */
export async function fillViews(
  { client, pool }: { client: Client; pool: Pool },
  { workspaceId, rows, now }: { workspaceId: string; rows: number; now: Date },
): Promise<void> {
  await client.query(FULL_PLANS);
  await ensureViewPartitions(pool, new Date(now.getTime() - DAYS * 86_400_000));
  await ensureViewPartitions(pool, now);
  await client.query('SELECT setseed(0.5)');
  for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
    const last = Math.min(first + ROWS_AT_ONCE, rows) - 1;
    await client.query(INSERT_VIEWS, [workspaceId, first, last, now, rows]);
  }
  await client.query(COUNT_VIEWS, [workspaceId]);
  await client.query('ANALYZE page_view');
  await client.query('ANALYZE page_view_month');
}

/** Somewhere between 0 and `max`, the lower the likelier. */
const skewed = (max: number) => `floor(power(random(), 3) * ${max})::int`;

const INSERT_VIEWS = `
  INSERT INTO page_view
    (workspace_id, id, tent_id, occurred_at, visitor, country, device, browser, os, referrer)
  SELECT $1::uuid, id, tent, at, visitor,
         (ARRAY['Germany','United States','France','United Kingdom','India','Brazil','Japan','Unknown'])[1 + ${skewed(8)}],
         (ARRAY['mobile','desktop','tablet'])[1 + ${skewed(3)}],
         (ARRAY['Chrome','Safari','Firefox','Microsoft Edge','Samsung Internet for Android','Opera'])[1 + ${skewed(6)}],
         (ARRAY['Android','iOS','Windows','macOS','Linux'])[1 + ${skewed(5)}],
         CASE WHEN random() < 0.4 THEN 'direct' ELSE 'site-' || ${skewed(REFERRERS)} || '.example' END
  FROM (
    SELECT at,
      (rpad(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0') || '8', 17, '0')
        || lpad(to_hex(n), 15, '0'))::uuid AS id,
      md5('tent' || ${skewed(TENTS)})::uuid AS tent,
      decode(md5('visitor' || ${skewed(VISITORS)}), 'hex') AS visitor
    FROM generate_series($2::bigint, $3::bigint) AS n,
      LATERAL (SELECT date_trunc('milliseconds',
        $4::timestamptz - (1 - n::float8 / $5::float8) * interval '${DAYS - 1} days') AS at) AS moment
  ) AS view`;

const WHOLE_WORKSPACE = '00000000-0000-0000-0000-000000000000';

/** One number for each day of a month, of the counts that `column` has by days. */
const monthOf = (column: string) =>
  `ARRAY[${Array.from(
    { length: MONTH_DAYS },
    (_, day) =>
      `coalesce(sum(${column}) FILTER (WHERE extract(day FROM day) = ${day + 1}), 0)::integer`,
  ).join(', ')}]`;

/** What the writer counts, counted from all views at once. */
const COUNT_VIEWS = `
  WITH seen AS NOT MATERIALIZED (
    SELECT v.*, (occurred_at AT TIME ZONE 'UTC')::date AS day, scope.id AS scope_id
    FROM page_view v, LATERAL (VALUES (v.tent_id), ('${WHOLE_WORKSPACE}'::uuid)) AS scope (id)
    WHERE v.workspace_id = $1
  ),
  visits AS (
    SELECT scope_id, day, count(*) AS visits
    FROM (SELECT DISTINCT scope_id, day, visitor FROM seen) AS visitors GROUP BY scope_id, day
  ),
  counts AS (
    SELECT scope_id, day, counted.dimension, counted.value, count(*) AS views
    FROM seen, LATERAL (VALUES
      ('total', ''), ('country', country), ('device', device), ('browser', browser), ('os', os),
      ('referrer', referrer),
      ('tent', CASE WHEN scope_id = '${WHOLE_WORKSPACE}' THEN tent_id::text END)
    ) AS counted (dimension, value)
    WHERE counted.value IS NOT NULL
    GROUP BY scope_id, day, counted.dimension, counted.value
  )
  INSERT INTO page_view_month (workspace_id, tent_id, month, dimension, value, views, visits)
  SELECT $1, scope_id, date_trunc('month', day)::date, dimension::view_dimension, value,
         ${monthOf('views')},
         CASE dimension WHEN 'total' THEN ${monthOf('visits')} ELSE '{}' END
  FROM counts JOIN visits USING (scope_id, day)
  GROUP BY scope_id, date_trunc('month', day), dimension, value`;
