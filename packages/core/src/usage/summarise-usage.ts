import { type Pool, Prisma } from '@tented/db';
import { momentOf } from '../ids.ts';
import { type BucketStep, bucketEdges, bucketStep } from './bucket-edges.ts';
import { queryLog } from './query-log.ts';
import { sumByScanning } from './scan-sums.ts';
import { bucketSql, sumsOf, type UsageSum } from './sum-sql.ts';
import { allOf, conditionsOf, idRangeOf, type UsageQuestion } from './usage-filter.ts';

export type UsageSummary = {
  step: BucketStep;
  /** Where the buckets begin, and where the last one ends. Without an end in the filter, the last one is open. */
  edges: Date[];
  sums: UsageSum[];
  /** Set when the sums hold for the rows from this moment on only, because adding up more took too long. */
  countedFrom: Date | null;
};

/** Rows of the log that are added up for one answer: more are there only before a long log is sealed. */
const ROWS_MAX = 1_000_000;
const EMPTY_RANGE_MS = 24 * 60 * 60 * 1_000;

/**
 * What a filter's rows come to, over time. It says the same as the log does at that moment, to
 * the row and to the credit: sealed hours come from their sums, all others, and hours that
 * an edge cuts, from their rows, in one snapshot. A part of a path is in no sum: its rows are
 * searched for, newest first, and the answer says how far that came.
 */
export async function summariseUsage(
  reader: Pool,
  question: UsageQuestion,
  timeZone: string,
): Promise<UsageSummary> {
  const range = await chartRange(reader, question);
  const step = bucketStep(range);
  const edges = bucketEdges(range, step, timeZone);
  const { sums, countedFrom } = await (question.filter.path
    ? sumByScanning(reader, question, edges)
    : addUp(reader, question, edges));
  return { step, edges, sums, countedFrom };
}

/** From the filter's start, or else the log's, to the filter's end, or else now. */
async function chartRange(
  reader: Pool,
  question: UsageQuestion,
): Promise<{ from: Date; to: Date }> {
  const { workspaceId, at, filter } = question;
  const ids = idRangeOf(question);
  const to = filter.to ?? at;
  let from = momentOf(ids.from);
  if (!filter.from) {
    const [first] = await queryLog<{ id: string }>(
      reader,
      Prisma.sql`
        SELECT l.id FROM usage_log l
        WHERE l.workspace_id = ${workspaceId}::uuid
          AND l.id >= ${ids.from}::uuid AND l.id < ${ids.to}::uuid
        ORDER BY l.id LIMIT 1`,
    );
    from = first ? momentOf(first.id) : new Date(to.getTime() - EMPTY_RANGE_MS);
  }
  // A range that ends before it begins has one bucket, with nothing in it.
  return from < to ? { from, to } : { from, to: new Date(from.getTime() + 1) };
}

type Sums = { sums: UsageSum[]; countedFrom: Date | null };

async function addUp(reader: Pool, question: UsageQuestion, edges: Date[]): Promise<Sums> {
  const rows = await queryLog<UsageSum & { rows: number; firstAt: Date | null }>(
    reader,
    addUpSql(question, edges),
  );
  const scanned = rows.reduce((sum, row) => sum + row.rows, 0);
  const firstAt = rows.reduce<Date | null>(
    (first, row) => (row.firstAt && (!first || row.firstAt < first) ? row.firstAt : first),
    null,
  );
  return {
    sums: rows
      .filter(({ requests }) => requests > 0)
      .map(({ rows: _, firstAt: __, ...sum }) => sum),
    countedFrom: scanned > ROWS_MAX ? firstAt : null,
  };
}

const HOUR_MS = 60 * 60 * 1_000;
const END_OF_TIME = new Date('9999-12-31T00:00:00Z');

/** `stretch`: what counts as rows, newest first; `rolled`: the sums of all other hours. */
function addUpSql(question: UsageQuestion, edges: Date[]): Prisma.Sql {
  const { workspaceId, filter } = question;
  const { from } = idRangeOf(question);
  const cut = [...edges.slice(0, -1), ...(filter.to ? [filter.to] : [])].filter(
    (edge) => edge.getTime() % HOUR_MS !== 0,
  );
  const conditions = conditionsOf(filter);
  const rolled = {
    ...conditions,
    ...(conditions.credits && { credits: Prisma.sql`l.is_charged` }),
  };
  const isMatch = allOf(conditions);
  const bucket = (moment: string) => bucketSql(edges, Prisma.raw(moment));

  return Prisma.sql`
    WITH range AS (
      SELECT ${momentOf(from)}::timestamptz AS since, ${filter.to ?? END_OF_TIME}::timestamptz AS until
    ), seal AS (
      SELECT coalesce((SELECT sealed_until FROM usage_seal WHERE workspace_id = ${workspaceId}::uuid),
                      'epoch') AS until
    ), open_hour AS MATERIALIZED (
      SELECT hour FROM usage_unsealed_hour WHERE workspace_id = ${workspaceId}::uuid
      UNION
      SELECT date_trunc('hour', edge, 'UTC') FROM unnest(${cut}::timestamptz[]) AS edge
    ), stretch AS (
      SELECT greatest(hour, range.since) AS since,
             least(hour + interval '1 hour', range.until) AS until
      FROM open_hour, seal, range WHERE hour < seal.until
      UNION ALL
      SELECT greatest(seal.until, range.since), range.until FROM seal, range
    ), added AS (
      SELECT ${bucket('l.hour')} AS bucket, l.status, sum(l.requests) AS requests,
             ${sumsOf(Prisma.sql`true`)}, 0 AS rows, NULL::timestamptz AS "firstAt"
      FROM (
        SELECT l.hour, l.status, sum(l.requests) AS requests, sum(l.credits_charged) AS credits_charged,
               sum(l.credits_refunded) AS credits_refunded, sum(l.duration_ms) AS duration_ms
        FROM range, seal, usage_hour l
        WHERE l.workspace_id = ${workspaceId}::uuid
          AND l.hour >= date_trunc('hour', range.since, 'UTC') AND l.hour < least(range.until, seal.until)
          AND l.hour NOT IN (SELECT hour FROM open_hour) AND ${allOf(rolled)}
        GROUP BY 1, 2
      ) l
      GROUP BY 1, 2
      UNION ALL
      SELECT ${bucket('l.occurred_at')}, l.status, count(*) FILTER (WHERE ${isMatch}),
             ${sumsOf(isMatch)}, count(*), min(l.occurred_at)
      FROM (
        SELECT row.* FROM (SELECT * FROM stretch WHERE since < until ORDER BY since DESC) s
        CROSS JOIN LATERAL (
          SELECT l.occurred_at, l.key_id, l.method, l.path, l.status, l.duration_ms,
                 l.credits_charged, l.credits_refunded
          FROM usage_log l
          WHERE l.workspace_id = ${workspaceId}::uuid
            AND l.id >= usage_log_first_id(s.since) AND l.id < usage_log_first_id(s.until)
          ORDER BY l.id DESC
        ) row
        LIMIT ${ROWS_MAX + 1}::integer
      ) l
      GROUP BY 1, 2
    )
    SELECT bucket, status, requests::float8, "creditsCharged", "creditsRefunded", "durationMs",
           rows::integer, "firstAt"
    FROM added`;
}
