import { type Day, dayOfMonth, MONTH_DAYS_MAX, monthOf } from './days.ts';

/** The `tent_id` of what is counted for a whole workspace. */
export const WHOLE_WORKSPACE = '00000000-0000-0000-0000-000000000000';

/** One view, as it is written. */
export type ViewRow = {
  workspaceId: string;
  /** The id of the request: a view that is written again stands once. */
  id: string;
  tentId: string;
  occurredAt: Date;
  visitor: Buffer;
  country: string;
  device: string;
  browser: string;
  os: string;
  referrer: string;
};

/** The parameters of `RECORD_VIEWS`; all rows are of one UTC day. */
export function toParameters(day: Day, rows: readonly ViewRow[]): unknown[] {
  return [
    rows.map((row) => row.workspaceId),
    rows.map((row) => row.id),
    rows.map((row) => row.tentId),
    rows.map((row) => row.occurredAt.toISOString()),
    rows.map((row) => row.visitor),
    rows.map((row) => row.country),
    rows.map((row) => row.device),
    rows.map((row) => row.browser),
    rows.map((row) => row.os),
    rows.map((row) => row.referrer),
    day,
    monthOf(day),
    dayOfMonth(day),
  ];
}

/** A month's counts in which the day `$13` alone has any. */
const onThatDay = (count: string) =>
  `array_fill(0, ARRAY[$13::integer - 1]) || ${count}::integer || array_fill(0, ARRAY[${MONTH_DAYS_MAX} - $13::integer])`;

/**
 * Views of one day and everything that is counted from them, in one statement and so in one
 * commit. Only views that were not there before are counted, which makes it safe to run again
 * after a connection broke. Every table is written in the order of its key, and `counts`
 * cannot begin before `visitors` has ended: servers that write at the same time wait for
 * one another in one direction only.
 */
export const RECORD_VIEWS = {
  name: 'record-views',
  text: `
    WITH stored AS (
      INSERT INTO page_view
        (workspace_id, id, tent_id, occurred_at, visitor, country, device, browser, os, referrer)
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::timestamptz[], $5::bytea[],
                           $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
        AS v (workspace_id, id, tent_id, occurred_at, visitor, country, device, browser, os, referrer)
      ORDER BY workspace_id, id
      ON CONFLICT (workspace_id, id) DO NOTHING
      RETURNING *
    ),
    seen AS MATERIALIZED (
      SELECT s.*, scope.id AS scope_id
      FROM stored s, LATERAL (VALUES (s.tent_id), ('${WHOLE_WORKSPACE}'::uuid)) AS scope (id)
    ),
    visitors AS (
      INSERT INTO page_visitor (workspace_id, day, tent_id, visitor)
      SELECT DISTINCT workspace_id, $11::date, scope_id, visitor FROM seen ORDER BY 1, 2, 3, 4
      ON CONFLICT DO NOTHING
      RETURNING workspace_id, tent_id
    ),
    counts AS (
      SELECT workspace_id, scope_id AS tent_id, counted.dimension, counted.value,
             1 AS views, 0 AS visits
      FROM seen, LATERAL (VALUES
        ('total'::view_dimension, ''), ('country', country), ('device', device),
        ('browser', browser), ('os', os), ('referrer', referrer),
        ('tent', CASE WHEN scope_id = '${WHOLE_WORKSPACE}' THEN tent_id::text END)
      ) AS counted (dimension, value)
      WHERE counted.value IS NOT NULL
      UNION ALL
      SELECT workspace_id, tent_id, 'total', '', 0, 1 FROM visitors
    )
    INSERT INTO page_view_month AS m (workspace_id, tent_id, month, dimension, value, views, visits)
    SELECT workspace_id, tent_id, $12::date, dimension, value, ${onThatDay('sum(views)')},
           CASE dimension WHEN 'total' THEN ${onThatDay('sum(visits)')} ELSE '{}' END
    FROM counts GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (workspace_id, tent_id, month, dimension, value) DO UPDATE
    SET views[$13::integer] = m.views[$13::integer] + excluded.views[$13::integer],
        visits = CASE m.dimension WHEN 'total'
          THEN m.visits[:$13::integer - 1] || m.visits[$13::integer] + excluded.visits[$13::integer]
            || m.visits[$13::integer + 1:]
          ELSE m.visits END`,
};
