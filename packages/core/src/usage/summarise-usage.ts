import { type Pool, Prisma } from '@tented/db';
import { momentOf } from '../ids.ts';
import { type BucketStep, bucketEdges, bucketStep } from './bucket-edges.ts';
import { addUpSql, ROWS_MAX } from './add-up-sql.ts';
import { queryLog } from './query-log.ts';
import { sumByScanning } from './scan-sums.ts';
import type { UsageSum } from './sum-sql.ts';
import { idRangeOf, type UsageQuestion } from './usage-filter.ts';

export type UsageSummary = {
  step: BucketStep;
  /** Where the buckets begin, and where the last one ends. Without an end in the filter, the last one is open. */
  edges: Date[];
  sums: UsageSum[];
  /** Set when the sums hold for the rows from this moment on only, because adding up more took too long. */
  countedFrom: Date | null;
};

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
