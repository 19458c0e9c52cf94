import { type Pool, queryOnce } from '@tented/db';
import type { Clock } from '../clock.ts';
import { UncertainOutcome } from '../errors.ts';
import { createRowBatches } from './row-batches.ts';
import { toColumns, type UsageRow } from './usage-row.ts';
import { APPEND_NEW_ROWS, APPEND_ROWS, READ_STATUSES } from './usage-sql.ts';
import { numberKeys } from './number-keys.ts';

/** What became of an answer: its row stands, and this is the status the row has. */
export type Appended = { status: number };

export type UsageWriter = {
  /**
   * Resolves when the row is durable. The status differs from the row's own when the key was
   * deleted (401) or lost its plan (403) in the meantime: the caller must answer that
   * instead. Rejects with `unavailable` when nothing was written, with `UncertainOutcome`
   * when nobody can tell.
   */
  append(row: UsageRow, options: { needsKey: boolean }): Promise<Appended>;
  /** Waits until everything queued is durable or refused. */
  close(): Promise<void>;
};

type Deps = { pool: Pool; clock: Clock };

type Entry = {
  row: UsageRow;
  occurredAt: Date;
  needsKey: boolean;
  resolve(appended: Appended): void;
  reject(error: Error): void;
};

const LIMITS = { queued: 20_000, perBatch: 1_000, underWay: 2 };

/** Writes the rows of refusals and of reads whose answers were found by other means. */
export function createUsageWriter({ pool, clock }: Deps): UsageWriter {
  const batches = createRowBatches<Entry>({
    pool,
    limits: LIMITS,
    write: (batch, { isRepeated }) => writeBatch({ pool, clock }, { batch, isRepeated }),
  });

  return {
    append: (row, { needsKey }) =>
      new Promise((resolve, reject) => {
        batches.add({
          row,
          needsKey,
          occurredAt: row.occurredAt,
          resolve,
          reject,
        });
      }),
    close: () => batches.idle(),
  };
}

async function writeBatch(
  { pool, clock }: Deps,
  { batch, isRepeated }: { batch: Entry[]; isRepeated: boolean },
): Promise<void> {
  const rows = batch.map(({ row }) => row);
  const keys = numberKeys(rows, (index) => batch[index]!.needsKey);
  const stored = await queryOnce<{ id: string; status: number }>(pool, {
    ...(isRepeated ? APPEND_ROWS : APPEND_NEW_ROWS),
    values: [
      keys.workspaceIds,
      keys.ids,
      clock(),
      keys.secretNumbers,
      ...toColumns(rows),
      keys.positions,
    ],
  });
  const statusOf = new Map(stored.map(({ id, status }) => [id, status]));
  const missing = rows.filter(({ id }) => !statusOf.has(id));
  for (const { id, status } of await readStatuses(pool, missing)) statusOf.set(id, status);

  for (const { row, resolve, reject } of batch) {
    const status = statusOf.get(row.id);
    if (status === undefined) reject(new UncertainOutcome());
    else resolve({ status });
  }
}

/** What stands in the log of rows that an earlier try has written, or may have. */
export async function readStatuses(
  pool: Pool,
  rows: readonly { workspaceId: string; id: string }[],
): Promise<{ id: string; status: number }[]> {
  if (rows.length === 0) return [];
  return queryOnce<{ id: string; status: number }>(pool, {
    ...READ_STATUSES,
    values: [rows.map(({ workspaceId }) => workspaceId), rows.map(({ id }) => id)],
  });
}
