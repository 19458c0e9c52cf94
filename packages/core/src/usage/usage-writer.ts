import { setTimeout } from 'node:timers/promises';
import { ConnectFailed, type Pool, queryOnce } from '@tented/db';
import type { Clock } from '../clock.ts';
import { unavailable, UncertainOutcome } from '../errors.ts';
import { isConflictError, isConnectionError, isDataError } from './connection-errors.ts';
import { ensurePartitionsOf, isMissingPartition } from './partitions.ts';
import { distinctSecrets } from './lock-live-keys.ts';
import { toColumns, type UsageRow } from './usage-row.ts';
import { APPEND_ROWS, READ_STATUSES } from './usage-sql.ts';
import { createWaitingLine } from './waiting-line.ts';

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
  needsKey: boolean;
  resolve(appended: Appended): void;
  reject(error: Error): void;
};

const QUEUED_ROWS_MAX = 20_000;
const BATCH_ROWS_MAX = 1_000;
const FLUSHES_MAX = 2;
const GIVE_UP_MS = 3_000;
const RETRY_PAUSE_MS = 50;

/**
 * Groups rows that wait at the same time into one statement and one commit. Nothing is put off
 * on purpose: an idle server flushes at once, and while flushes are under way the next batch
 * gathers behind them. The queue is bounded in rows and in time; who does not fit is answered
 * `unavailable`.
 */
export function createUsageWriter({ pool, clock }: Deps): UsageWriter {
  const line = createWaitingLine<Entry>({ entriesMax: QUEUED_ROWS_MAX, waitMsMax: GIVE_UP_MS });
  let flushes = 0;
  let waitingForIdle: (() => void)[] = [];

  function pump(): void {
    while (flushes < FLUSHES_MAX) {
      const batch = line.take(BATCH_ROWS_MAX);
      if (batch.length === 0) return;
      flushes += 1;
      void flush({ pool, clock }, batch).finally(() => {
        flushes -= 1;
        pump();
        if (flushes > 0) return;
        for (const resolve of waitingForIdle) resolve();
        waitingForIdle = [];
      });
    }
  }

  return {
    append(row, { needsKey }) {
      return new Promise((resolve, reject) => {
        line.add({ row, needsKey, resolve, reject });
        pump();
      });
    },
    async close() {
      if (flushes > 0) await new Promise<void>((resolve) => waitingForIdle.push(resolve));
    },
  };
}

/** Never rejects: every entry of the batch is told what became of it. */
async function flush(
  deps: Deps,
  batch: Entry[],
  giveUpAt = performance.now() + GIVE_UP_MS,
): Promise<void> {
  let isUncertain = false;
  let failure: unknown;
  do {
    try {
      return await writeBatch(deps, batch);
    } catch (error) {
      failure = error;
      if (isMissingPartition(error)) {
        await ensurePartitionsOf(
          deps.pool,
          batch.map(({ row }) => row.occurredAt),
        ).catch(() => {});
      } else if (isConnectionError(error)) {
        isUncertain ||= !(error instanceof ConnectFailed);
      } else if (isDataError(error) && batch.length > 1) {
        // One row that PostgreSQL refuses must not take the others of its batch with it.
        const middle = Math.ceil(batch.length / 2);
        await flush(deps, batch.slice(0, middle), giveUpAt);
        return flush(deps, batch.slice(middle), giveUpAt);
      } else if (!isConflictError(error)) {
        break;
      }
    }
    await setTimeout(RETRY_PAUSE_MS);
  } while (performance.now() < giveUpAt);

  for (const { reject } of batch) {
    reject(isUncertain ? new UncertainOutcome() : unavailable(failure));
  }
}

async function writeBatch({ pool, clock }: Deps, batch: Entry[]): Promise<void> {
  const rows = batch.map(({ row }) => row);
  const keys = distinctSecrets(rows);
  const stored = await queryOnce<{ id: string; status: number }>(pool, {
    ...APPEND_ROWS,
    values: [
      keys.map(({ workspaceId }) => workspaceId),
      keys.map(({ keyId }) => keyId),
      clock(),
      ...toColumns(rows),
      batch.map(({ needsKey }) => needsKey),
      rows.map(({ secretNumber }) => secretNumber),
      keys.map(({ secretNumber }) => secretNumber),
    ],
  });
  const statusOf = new Map(stored.map(({ id, status }) => [id, status]));
  const missing = batch.filter(({ row }) => !statusOf.has(row.id));
  const earlier = missing.length > 0 ? await readStatuses(pool, missing) : new Map();

  for (const { row, resolve, reject } of batch) {
    const status = statusOf.get(row.id) ?? earlier.get(row.id);
    if (status === undefined) reject(new UncertainOutcome());
    else resolve({ status });
  }
}

async function readStatuses(pool: Pool, entries: Entry[]): Promise<Map<string, number>> {
  const rows = await queryOnce<{ id: string; status: number }>(pool, {
    ...READ_STATUSES,
    values: [entries.map(({ row }) => row.workspaceId), entries.map(({ row }) => row.id)],
  });
  return new Map(rows.map(({ id, status }) => [id, status]));
}
