import type { Pool } from '@tented/db';
import { notFound } from '../errors.ts';
import { firstIdAt, isUuid } from '../ids.ts';
import { type Day, dayOfMonth, daysUpTo, monthOf, startOf } from './days.ts';
import { WHOLE_WORKSPACE } from './view-sql.ts';

export type Breakdown = { value: string; views: number }[];

export type Analytics = {
  visits: number;
  pageviews: number;
  /** Every day of the range, ascending; the last one is today. */
  days: { day: Day; pageviews: number; visits: number }[];
  country: Breakdown;
  device: Breakdown;
  browser: Breakdown;
  os: Breakdown;
  referrer: Breakdown;
  /** Newest first. */
  recent: RecentView[];
};

export type RecentView = {
  at: Date;
  country: string;
  device: string;
  browser: string;
  os: string;
  referrer: string;
};

export type TentViews = { tentId: string; name: string; views: number };

/** How a tent is called that is no more. */
export const DELETED_TENT = 'Deleted tent';

/** Of a breakdown, and of the newest views. */
const ROWS_MAX = 50;
/** How the root page is written where a slash cannot be. */
const ROOT_NAMES = new Set(['/', '__index__']);

type Range = { workspaceId: string; days: number; at: Date };

/** The numbers of one tent, named by its id or its alias. Throws `not_found`. */
export async function getTentAnalytics(
  pool: Pool,
  { tentName, ...range }: Range & { tentName: string },
): Promise<Analytics & { tentId: string }> {
  // PostgreSQL would refuse it; no tent has such a name.
  if (tentName.includes('\0')) throw notFound('Tent');
  const alias = ROOT_NAMES.has(tentName) ? '/' : tentName;
  const row = await readRow(pool, READ_TENT, [
    ...toParameters(range),
    isUuid(tentName) ? tentName : null,
    alias,
  ]);
  if (!row) throw notFound('Tent');
  return { tentId: row.id, ...toAnalytics(row, range) };
}

/** The numbers of all tents of a workspace, those included that have been deleted since. */
export async function getWorkspaceAnalytics(
  pool: Pool,
  range: Range,
): Promise<Analytics & { tents: TentViews[] }> {
  const row = await readRow(pool, READ_WORKSPACE, toParameters(range));
  if (!row) throw new Error('A statement without a table has a row.');
  const tents = (row.breakdowns ?? [])
    .filter(({ dimension }) => dimension === 'tent')
    .map(({ value, views, name }) => ({ tentId: value, name: name ?? DELETED_TENT, views }));
  return { ...toAnalytics(row, range), tents };
}

type Row = {
  id: string;
  months: { month: Day; views: number[]; visits: number[] }[] | null;
  breakdowns: { dimension: string; value: string; views: number; name: string | null }[] | null;
  recent: (Omit<RecentView, 'at'> & { at: string })[] | null;
};

async function readRow(
  pool: Pool,
  statement: { name: string; text: string },
  values: unknown[],
): Promise<Row | undefined> {
  return (await pool.query<Row>({ ...statement, values })).rows[0];
}

/** `$1` to `$6` of both statements. A range is cut into the months that it touches. */
function toParameters({ workspaceId, days, at }: Range): unknown[] {
  const range = daysUpTo(at, days);
  const months = [...Map.groupBy(range, monthOf)];
  return [
    workspaceId,
    months.map(([month]) => month),
    months.map(([, inMonth]) => dayOfMonth(inMonth[0] ?? '')),
    months.map(([, inMonth]) => dayOfMonth(inMonth.at(-1) ?? '')),
    firstIdAt(startOf(range[0] ?? '')),
    ROWS_MAX,
  ];
}

function toAnalytics(row: Row, { at, days }: Range): Analytics {
  const monthNamed = new Map((row.months ?? []).map((month) => [month.month, month]));
  const perDay = daysUpTo(at, days).map((day) => {
    const month = monthNamed.get(monthOf(day));
    const index = dayOfMonth(day) - 1;
    return { day, pageviews: month?.views[index] ?? 0, visits: month?.visits[index] ?? 0 };
  });
  const breakdown = (dimension: string): Breakdown =>
    (row.breakdowns ?? [])
      .filter((one) => one.dimension === dimension)
      .map(({ value, views }) => ({ value, views }));

  return {
    visits: perDay.reduce((sum, { visits }) => sum + visits, 0),
    pageviews: perDay.reduce((sum, { pageviews }) => sum + pageviews, 0),
    days: perDay,
    country: breakdown('country'),
    device: breakdown('device'),
    browser: breakdown('browser'),
    os: breakdown('os'),
    referrer: breakdown('referrer'),
    recent: (row.recent ?? []).map((view) => ({ ...view, at: new Date(view.at) })),
  };
}

/**
 * Everything there is to say of `target.id` in the days `$3` to `$4` of the months `$2`, in one
 * row. By name where views are the same: the order of that column is that of characters.
 */
const columns = (recentOf: string) => `
  target.id,
  (SELECT json_agg(json_build_object('month', month, 'views', views, 'visits', visits))
   FROM page_view_month
   WHERE workspace_id = $1 AND tent_id = target.id AND month = ANY($2::date[])
     AND dimension = 'total' AND value = ''
  ) AS months,
  (SELECT json_agg(json_build_object('dimension', dimension, 'value', value, 'views', views, 'name',
            CASE dimension WHEN 'tent' THEN
              (SELECT t.name FROM tent t WHERE t.workspace_id = $1 AND t.id = value::uuid) END)
          ORDER BY dimension, place)
   FROM (SELECT dimension, value, sum(in_range) AS views,
                row_number() OVER (PARTITION BY dimension ORDER BY sum(in_range) DESC, value) AS place
         FROM unnest($2::date[], $3::integer[], $4::integer[]) AS part (month, first, last)
         JOIN page_view_month m
           ON m.workspace_id = $1 AND m.tent_id = target.id AND m.month = ANY($2::date[])
             AND m.month = part.month,
         LATERAL (SELECT sum(n)::integer AS in_range FROM unnest(m.views[part.first:part.last]) AS n) AS days
         WHERE dimension <> 'total'
         GROUP BY dimension, value HAVING sum(in_range) > 0) AS ranked
   WHERE place <= $6
  ) AS breakdowns,
  (SELECT json_agg(json_build_object('at', occurred_at, 'country', country, 'device', device,
            'browser', browser, 'os', os, 'referrer', referrer) ORDER BY id DESC)
   FROM (SELECT * FROM page_view WHERE workspace_id = $1 AND id >= $5 ${recentOf}
         ORDER BY id DESC LIMIT $6) AS newest
  ) AS recent`;

const READ_TENT = {
  name: 'read-tent-analytics',
  text: `
    SELECT ${columns('AND tent_id = target.id')}
    FROM (SELECT id FROM tent WHERE workspace_id = $1 AND id = $7
          UNION SELECT id FROM tent WHERE workspace_id = $1 AND alias = $8) AS target`,
};

const READ_WORKSPACE = {
  name: 'read-workspace-analytics',
  text: `SELECT ${columns('')} FROM (SELECT '${WHOLE_WORKSPACE}'::uuid AS id) AS target`,
};
