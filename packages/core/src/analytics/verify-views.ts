import type { openListener, Pool } from '@tented/db';
import { WHOLE_WORKSPACE } from './view-sql.ts';

export type ViewDifference = {
  workspaceId: string;
  tentId: string;
  day: string;
  dimension: string;
  value: string;
};

/**
 * Counts all views again and answers with everything that was counted differently when they
 * were written. Only for months whose views are all still there.
 */
export async function verifyViews(
  db: Pool | ReturnType<typeof openListener>,
): Promise<ViewDifference[]> {
  const { rows } = await db.query<ViewDifference>(`
    WITH seen AS NOT MATERIALIZED (
      SELECT v.*, (occurred_at AT TIME ZONE 'UTC')::date AS day, scope.id AS scope_id
      FROM page_view v, LATERAL (VALUES (v.tent_id), ('${WHOLE_WORKSPACE}'::uuid)) AS scope (id)
    ),
    visits AS (
      SELECT workspace_id, scope_id, day, count(*) AS visits
      FROM (SELECT DISTINCT workspace_id, scope_id, day, visitor FROM seen) AS visitors
      GROUP BY 1, 2, 3
    ),
    counts AS (
      SELECT workspace_id, scope_id, day, counted.dimension::view_dimension, counted.value,
             count(*) AS views
      FROM seen, LATERAL (VALUES
        ('total', ''), ('country', country), ('device', device), ('browser', browser),
        ('os', os), ('referrer', referrer),
        ('tent', CASE WHEN scope_id = '${WHOLE_WORKSPACE}' THEN tent_id::text END)
      ) AS counted (dimension, value)
      WHERE counted.value IS NOT NULL
      GROUP BY workspace_id, scope_id, day, counted.dimension, counted.value
    ),
    again AS (
      SELECT workspace_id, scope_id AS tent_id, day, dimension, value, views,
             CASE dimension WHEN 'total' THEN visits ELSE 0 END AS visits
      FROM counts JOIN visits USING (workspace_id, scope_id, day)
    )
    SELECT workspace_id AS "workspaceId", tent_id AS "tentId", to_char(day, 'YYYY-MM-DD') AS day,
           dimension, value
    FROM (SELECT m.workspace_id, m.tent_id, m.month + (n::integer - 1) AS day, m.dimension, m.value,
                 per_day.views, coalesce(per_day.visits, 0) AS visits
          FROM page_view_month m, unnest(m.views, m.visits) WITH ORDINALITY AS per_day (views, visits, n)
          WHERE per_day.views > 0 OR per_day.visits > 0) AS d
    FULL JOIN again a USING (workspace_id, tent_id, day, dimension, value)
    WHERE (d.views, d.visits) IS DISTINCT FROM (a.views, a.visits)`);
  return rows;
}
