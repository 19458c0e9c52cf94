import { inTransaction, type Pool, Prisma, type SqlTx } from '@tented/db';
import { momentOf } from '../ids.ts';
import { rangeAfter, tryWalks } from './find-usage.ts';
import { queryLog } from './query-log.ts';
import { bucketSql, sumsOf, type UsageSum } from './sum-sql.ts';
import { idRangeOf, type UsageQuestion } from './usage-filter.ts';
import { type Leg, legSql } from './usage-walks.ts';

const FIRST_ROWS = 2_000;
const ROWS_MAX = 64_000;
/** When a leg has ended after this time, there is no further one. */
const SCAN_MS_MAX = 120;

/**
 * Sums of what no stored sum can tell, row by row, newest first, along the way that gets
 * furthest, and in one snapshot. When it takes too long it stops, and says from when on its
 * sums hold.
 */
export function sumByScanning(
  reader: Pool,
  question: UsageQuestion,
  edges: Date[],
): Promise<{ sums: UsageSum[]; countedFrom: Date | null }> {
  const startedAt = performance.now();
  return inTransaction(reader, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const whole = idRangeOf(question);
    const leg = { workspaceId: question.workspaceId, direction: 'older', range: whole } as const;
    const { walk } = await tryWalks(tx, question, { ...leg, limit: 1 });

    const sums = new Map<string, UsageSum>();
    let cursor: string | undefined;
    let rows = FIRST_ROWS;
    do {
      const range = rangeAfter(whole, { direction: 'older', cursor });
      const result = await sumLeg(tx, { ...leg, walk, range, rows, limit: rows }, edges);
      for (const sum of result.sums) addTo(sums, sum);
      cursor = result.end ?? undefined;
      rows = Math.min(rows * 2, ROWS_MAX);
    } while (cursor !== undefined && performance.now() - startedAt < SCAN_MS_MAX);

    return {
      sums: [...sums.values()],
      countedFrom: cursor === undefined ? null : momentOf(cursor),
    };
  });
}

type LegSums = { end: string | null; sums: UsageSum[] };

async function sumLeg(tx: SqlTx, leg: Leg, edges: Date[]): Promise<LegSums> {
  if (leg.walk.strands?.values.length === 0) return { end: null, sums: [] };
  const [result] = await queryLog<LegSums>(
    tx,
    Prisma.sql`
      WITH step AS MATERIALIZED (${legSql(leg)}), sum AS (
        SELECT ${bucketSql(edges, Prisma.raw('l.occurred_at'))} AS bucket, l.status,
               count(*) AS requests, ${sumsOf(Prisma.sql`true`)}
        FROM step JOIN usage_log l ON l.workspace_id = ${leg.workspaceId}::uuid AND l.id = step.id
        WHERE step."isMatch" GROUP BY 1, 2
      )
      SELECT (SELECT id FROM step WHERE "isEnd") AS end,
             coalesce((SELECT json_agg(sum) FROM sum), '[]') AS sums`,
  );
  return result!;
}

function addTo(sums: Map<string, UsageSum>, sum: UsageSum): void {
  const id = `${sum.bucket}:${sum.status}`;
  const known = sums.get(id);
  if (!known) return void sums.set(id, sum);
  known.requests += sum.requests;
  known.creditsCharged += sum.creditsCharged;
  known.creditsRefunded += sum.creditsRefunded;
  known.durationMs += sum.durationMs;
}
