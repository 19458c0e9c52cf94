import { Prisma } from '@tented/db';
import {
  allOf,
  type Conditions,
  conditionsOf,
  type IdRange,
  type UsageQuestion,
} from './usage-filter.ts';
import { type LogConnection, queryLog } from './query-log.ts';

/**
 * A way through the log along one index, in the order of ids: over all rows, or over the
 * strands of it that share a key, a status or a method.
 */
export type Walk = {
  /** Holds for every row of the walk; names the predicate of a partial index word by word. */
  within: Prisma.Sql;
  /** One strand of the walk for each value; none = a single strand. */
  strands?: { column: Prisma.Sql; type: Prisma.Sql; values: readonly unknown[] };
  /** What the walk does not see to: to be checked row by row. */
  rest: Conditions;
  /** The index holds all that `rest` asks for: passing a row costs little. */
  isCovered: boolean;
};

export type Direction = 'older' | 'newer';

/** A row that matches, or the one at which the walk has used up its rows, or both. */
export type Step = { id: string; isMatch: boolean; isEnd: boolean };

/**
 * The ways to what a filter asks for. Rare things have an index of their own, and the walk
 * along it passes few rows in vain; where there is none, every row has to be looked at.
 */
export async function walksFor(log: LogConnection, question: UsageQuestion): Promise<Walk[]> {
  const { filter } = question;
  const conditions = conditionsOf(filter);
  const walks: Walk[] = [];

  if (filter.keyIds?.length) {
    const { key: _, ...rest } = conditions;
    const strands = { column: raw('l.key_id'), type: raw('uuid'), values: filter.keyIds };
    walks.push({ within: raw('true'), strands, rest, isCovered: false });
  }
  const isCovered = conditions.path === undefined;
  if (
    filter.statuses?.length &&
    !filter.statuses.some(({ from, to }) => from <= 200 && to >= 200)
  ) {
    const { status: _, ...rest } = conditions;
    const values = await findStatuses(log, question);
    const strands = { column: raw('l.status'), type: raw('smallint'), values };
    walks.push({ within: raw('l.status <> 200'), strands, rest, isCovered });
  }
  if (filter.methods?.length && !filter.methods.some((method) => COMMON_METHODS.has(method))) {
    const { method: _, ...rest } = conditions;
    const strands = { column: raw('l.method'), type: raw('text'), values: filter.methods };
    walks.push({ within: raw(`l.method NOT IN ('GET', 'POST')`), strands, rest, isCovered });
  }
  if (filter.hasCredits) {
    const { credits: _, ...rest } = conditions;
    walks.push({ within: raw('l.credits_charged > 0'), rest, isCovered });
  }
  return walks.length > 0 ? walks : [{ within: raw('true'), rest: conditions, isCovered: false }];
}

const COMMON_METHODS = new Set(['GET', 'POST']);

const raw = (sql: string) => Prisma.raw(sql);

/** The statuses that the workspace's log has within the ranges asked for, by leaps along their index. */
async function findStatuses(
  log: LogConnection,
  { workspaceId, filter }: UsageQuestion,
): Promise<number[]> {
  const ranges = filter.statuses ?? [];
  if (ranges.every(({ from, to }) => from === to))
    return [...new Set(ranges.map(({ from }) => from))];

  const next = (after: Prisma.Sql, upTo: Prisma.Sql) => Prisma.sql`
    (SELECT l.status FROM usage_log l
     WHERE l.workspace_id = ${workspaceId}::uuid AND l.status <> 200
       AND l.status > ${after} AND l.status <= ${upTo}
     ORDER BY l.status LIMIT 1)`;
  const rows = await queryLog<{ status: number }>(
    log,
    Prisma.sql`
      WITH RECURSIVE range AS (
        SELECT * FROM unnest(${ranges.map(({ from }) => from)}::smallint[],
                             ${ranges.map(({ to }) => to)}::smallint[]) AS r (low, high)
      ), leap AS (
        SELECT ${next(raw('(range.low - 1)'), raw('range.high'))} AS status, high FROM range
        UNION ALL
        SELECT ${next(raw('leap.status'), raw('leap.high'))}, high FROM leap WHERE status IS NOT NULL
      )
      SELECT DISTINCT status FROM leap WHERE status IS NOT NULL`,
  );
  return rows.map(({ status }) => status);
}

/** A part of a walk: how many rows it may pass, and how many matches it is for. */
export type Leg = {
  workspaceId: string;
  walk: Walk;
  direction: Direction;
  range: IdRange;
  rows: number;
  limit: number;
};

/**
 * The rows of a leg that match, at most `limit`, and where it stopped when it had passed `rows`
 * rows. Without such an end, and with fewer matches than the limit, the range holds no more.
 */
export async function walkOn(log: LogConnection, leg: Leg): Promise<Step[]> {
  return leg.walk.strands?.values.length === 0 ? [] : queryLog<Step>(log, legSql(leg));
}

/** As `walkOn`, to be put into another query: columns `id`, `isMatch`, `isEnd`. */
export function legSql(leg: Leg): Prisma.Sql {
  const strands = leg.walk.strands?.values.length ?? 1;
  return Prisma.sql`
    ${strands > 1 ? manyStrands(leg) : oneStrand(leg)}
    ORDER BY id ${orderOf(leg.direction)} LIMIT ${leg.limit}::integer`;
}

/** Stops at the last match that is wanted: it is read as it is numbered. */
function oneStrand({ walk, rows, ...leg }: Leg): Prisma.Sql {
  const [value] = walk.strands?.values ?? [];
  const strand = walk.strands
    ? Prisma.sql`${walk.strands.column} = ${value}::${walk.strands.type}`
    : Prisma.sql`true`;
  return Prisma.sql`
    SELECT id, "isMatch", n = ${rows}::integer AS "isEnd" FROM (
      SELECT l.id, (${allOf(walk.rest)}) AS "isMatch",
             row_number() OVER (ORDER BY l.id ${orderOf(leg.direction)}) AS n
      FROM (${rowsOf({ ...leg, walk, rows }, strand)}) l
    ) step
    WHERE "isMatch" OR n = ${rows}::integer`;
}

/**
 * Takes of every strand its share of the rows, and counts what lies on the near side of the
 * first strand that is cut off: beyond it, nobody knows what is missing.
 */
function manyStrands({ walk, rows, limit, ...leg }: Leg): Prisma.Sql {
  const { column, type, values } = walk.strands!;
  const share = Math.max(Math.ceil(rows / values.length), limit);
  const strand = Prisma.sql`${column} = v.value`;
  const isNear = raw(leg.direction === 'older' ? '>=' : '<=');
  const order = orderOf(leg.direction);
  return Prisma.sql`
    WITH step AS MATERIALIZED (
      SELECT l.id, (${allOf(walk.rest)}) AS is_match, l.n
      FROM unnest(${values}::${type}[]) AS v (value)
      CROSS JOIN LATERAL (
        SELECT l.*, row_number() OVER (ORDER BY l.id ${order}) AS n
        FROM (${rowsOf({ ...leg, walk, rows: share, limit }, strand)}) l
      ) l
    ), edge AS (
      SELECT (SELECT id FROM step WHERE n = ${share}::integer ORDER BY id ${order} LIMIT 1) AS id
    )
    SELECT step.id, is_match AS "isMatch", step.id IS NOT DISTINCT FROM edge.id AS "isEnd"
    FROM step, edge
    WHERE (is_match OR step.id = edge.id) AND (edge.id IS NULL OR step.id ${isNear} edge.id)`;
}

function rowsOf(
  { workspaceId, walk, range, rows, direction }: Leg,
  strand: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`
    SELECT l.id, ${columnsOf(walk.rest)}
    FROM usage_log l
    WHERE l.workspace_id = ${workspaceId}::uuid
      AND l.id >= ${range.from}::uuid AND l.id < ${range.to}::uuid
      AND ${walk.within} AND ${strand}
    ORDER BY l.id ${orderOf(direction)} LIMIT ${rows}::integer`;
}

const orderOf = (direction: Direction) => raw(direction === 'older' ? 'DESC' : 'ASC');

const COLUMN_OF = {
  key: 'l.key_id',
  status: 'l.status',
  method: 'l.method',
  credits: 'l.credits_charged',
  path: 'l.path',
} as const satisfies Record<keyof Conditions, string>;

/** What has to be checked, and no more: a column that its index lacks would take the walk to the rows. */
function columnsOf(rest: Conditions): Prisma.Sql {
  const columns = Object.keys(rest).map((name) => COLUMN_OF[name as keyof Conditions]);
  return raw(['l.workspace_id', ...columns].join(', '));
}
