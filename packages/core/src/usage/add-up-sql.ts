import { Prisma } from '@tented/db';
import { momentOf } from '../ids.ts';
import { bucketSql, sumsOf } from './sum-sql.ts';
import { allOf, conditionsOf, idRangeOf, type UsageQuestion } from './usage-filter.ts';

/** Rows of the log that one answer adds up: more are there only before a long log is sealed. */
export const ROWS_MAX = 1_000_000;

const HOUR_MS = 60 * 60 * 1_000;
const END_OF_TIME = new Date('9999-12-31T00:00:00Z');

/**
 * Sums of what the filter lets through by bucket and status, with the number of rows that were
 * read for them and the first of these. One statement, so that the seal, the sums under it and
 * the rows beside it are of one moment.
 *
 * `open_hour`: hours whose rows count although they lie under the seal, because they have been
 * touched or an edge cuts them. `stretch`: all of the range in which rows count.
 */
export function addUpSql(question: UsageQuestion, edges: Date[]): Prisma.Sql {
  const { workspaceId, filter } = question;
  const { from } = idRangeOf(question);
  const cut = [...edges.slice(0, -1), ...(filter.to ? [filter.to] : [])].filter(
    (edge) => edge.getTime() % HOUR_MS !== 0,
  );
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
      ${sealedSums(question, edges)} UNION ALL ${rowSums(question, edges)}
    )
    SELECT bucket, status, requests::float8, "creditsCharged", "creditsRefunded", "durationMs",
           rows::integer, "firstAt"
    FROM added`;
}

/** Hours first, then buckets: there are many sums in an hour, and finding a bucket takes a while. */
function sealedSums({ workspaceId, filter }: UsageQuestion, edges: Date[]): Prisma.Sql {
  const conditions = conditionsOf(filter);
  const isMatch = allOf({
    ...conditions,
    ...(conditions.credits && { credits: Prisma.sql`l.is_charged` }),
  });
  return Prisma.sql`
    SELECT ${bucketSql(edges, Prisma.sql`l.hour`)} AS bucket, l.status, sum(l.requests) AS requests,
           ${sumsOf(Prisma.sql`true`)}, 0 AS rows, NULL::timestamptz AS "firstAt"
    FROM (
      SELECT l.hour, l.status, sum(l.requests) AS requests, sum(l.credits_charged) AS credits_charged,
             sum(l.credits_refunded) AS credits_refunded, sum(l.duration_ms) AS duration_ms
      FROM range, seal, usage_hour l
      WHERE l.workspace_id = ${workspaceId}::uuid
        AND l.hour >= date_trunc('hour', range.since, 'UTC') AND l.hour < least(range.until, seal.until)
        AND l.hour NOT IN (SELECT hour FROM open_hour) AND ${isMatch}
      GROUP BY 1, 2
    ) l
    GROUP BY 1, 2`;
}

function rowSums({ workspaceId, filter }: UsageQuestion, edges: Date[]): Prisma.Sql {
  const isMatch = allOf(conditionsOf(filter));
  return Prisma.sql`
    SELECT ${bucketSql(edges, Prisma.sql`l.occurred_at`)}, l.status, count(*) FILTER (WHERE ${isMatch}),
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
    GROUP BY 1, 2`;
}
