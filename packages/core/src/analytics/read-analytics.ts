import type { Pool } from '@tented/db';
import { notFound } from '../errors.ts';
import { firstIdAt, isUuid } from '../ids.ts';
import { type Day, daysUpTo, startOf } from './days.ts';
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

const BREAKDOWN_ROWS_MAX = 50;
const RECENT_VIEWS_MAX = 50;
/** How the root page is written where a slash cannot be. */
const ROOT_NAMES = new Set(['/', '__index__']);

type Range = { workspaceId: string; days: number; at: Date };

/** The numbers of one tent, named by its id or its alias. Throws `not_found`. */
export async function getTentAnalytics(
  pool: Pool,
  { tentName, ...range }: Range & { tentName: string },
): Promise<Analytics & { tentId: string }> {
  const tentId = await findTentId(pool, { workspaceId: range.workspaceId, tentName });
  if (tentId === null) throw notFound('Tent');
  const { tent: _, ...analytics } = await readAnalytics(pool, { ...range, tentId });
  return { tentId, ...analytics };
}

/** The numbers of all tents of a workspace, those included that have been deleted since. */
export async function getWorkspaceAnalytics(
  pool: Pool,
  range: Range,
): Promise<Analytics & { tents: TentViews[] }> {
  const { tent, ...analytics } = await readAnalytics(pool, { ...range, tentId: null });
  const { rows } = await pool.query<{ id: string; name: string }>({
    name: 'name-tents',
    text: 'SELECT id, name FROM tent WHERE workspace_id = $1 AND id = ANY($2::uuid[])',
    values: [range.workspaceId, tent.map(({ value }) => value)],
  });
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const tents = tent.map(({ value, views }) => ({
    tentId: value,
    name: names.get(value) ?? DELETED_TENT,
    views,
  }));
  return { ...analytics, tents };
}

async function findTentId(
  pool: Pool,
  { workspaceId, tentName }: { workspaceId: string; tentName: string },
): Promise<string | null> {
  if (tentName.includes('\0')) return null;
  const { rows } = await pool.query<{ id: string }>({
    name: 'find-tent-id',
    text: 'SELECT id FROM tent WHERE workspace_id = $1 AND (id = $2 OR alias = $3)',
    values: [
      workspaceId,
      isUuid(tentName) ? tentName : null,
      ROOT_NAMES.has(tentName) ? '/' : tentName,
    ],
  });
  return rows[0]?.id ?? null;
}

type Dimension = 'country' | 'device' | 'browser' | 'os' | 'referrer' | 'tent';

async function readAnalytics(
  pool: Pool,
  { workspaceId, tentId, days, at }: Range & { tentId: string | null },
): Promise<Analytics & { tent: Breakdown }> {
  const range = daysUpTo(at, days);
  const scope = [workspaceId, tentId ?? WHOLE_WORKSPACE];
  const [totals, breakdowns, recent] = await Promise.all([
    pool.query<{ day: Day; views: number; visits: number }>({
      ...READ_DAYS,
      values: [...scope, range],
    }),
    pool.query<{ dimension: Dimension; value: string; views: number }>({
      ...READ_BREAKDOWNS,
      values: [...scope, range[0], range.at(-1), BREAKDOWN_ROWS_MAX],
    }),
    readRecent(pool, { workspaceId, tentId, from: startOf(range[0] ?? '') }),
  ]);
  const totalOf = new Map(totals.rows.map((row) => [row.day, row]));
  const breakdown = (dimension: Dimension): Breakdown =>
    breakdowns.rows
      .filter((row) => row.dimension === dimension)
      .map(({ value, views }) => ({ value, views }));

  return {
    visits: totals.rows.reduce((sum, row) => sum + row.visits, 0),
    pageviews: totals.rows.reduce((sum, row) => sum + row.views, 0),
    days: range.map((day) => {
      const { views = 0, visits = 0 } = totalOf.get(day) ?? {};
      return { day, pageviews: views, visits };
    }),
    country: breakdown('country'),
    device: breakdown('device'),
    browser: breakdown('browser'),
    os: breakdown('os'),
    referrer: breakdown('referrer'),
    tent: breakdown('tent'),
    recent,
  };
}

const READ_DAYS = {
  name: 'read-view-days',
  text: `
    SELECT to_char(day, 'YYYY-MM-DD') AS day, views, visits FROM page_view_day
    WHERE workspace_id = $1 AND tent_id = $2 AND day = ANY($3::date[]) AND dimension = 'total'`,
};

/** By name where views are the same: the column's order is that of characters, everywhere. */
const READ_BREAKDOWNS = {
  name: 'read-view-breakdowns',
  text: `
    SELECT dimension, value, views FROM (
      SELECT dimension, value, sum(views)::float8 AS views,
             row_number() OVER (PARTITION BY dimension ORDER BY sum(views) DESC, value) AS place
      FROM page_view_day
      WHERE workspace_id = $1 AND tent_id = $2 AND day BETWEEN $3 AND $4 AND dimension <> 'total'
      GROUP BY dimension, value) AS ranked
    WHERE place <= $5 ORDER BY dimension, place`,
};

async function readRecent(
  pool: Pool,
  { workspaceId, tentId, from }: { workspaceId: string; tentId: string | null; from: Date },
): Promise<RecentView[]> {
  const { rows } = await pool.query<RecentView>({
    name: tentId === null ? 'read-recent-views' : 'read-recent-views-of-tent',
    text: `
      SELECT occurred_at AS at, country, device, browser, os, referrer FROM page_view
      WHERE workspace_id = $1 AND id >= $2 ${tentId === null ? '' : 'AND tent_id = $4'}
      ORDER BY id DESC LIMIT $3`,
    values: [workspaceId, firstIdAt(from), RECENT_VIEWS_MAX, ...(tentId === null ? [] : [tentId])],
  });
  return rows;
}
