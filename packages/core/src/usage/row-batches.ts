import { setTimeout as pause } from 'node:timers/promises';
import { ConnectFailed, type Pool } from '@tented/db';
import { unavailable, UncertainOutcome } from '../errors.ts';
import {
  isConflictError,
  isConnectionError,
  isDataError,
  isDuplicateError,
} from './connection-errors.ts';
import { ensurePartitionsOf, isMissingPartition } from './partitions.ts';
import { createWaitingLine } from './waiting-line.ts';

/** What waits for its row in the usage log. */
export type RowEntry = { occurredAt: Date; reject(error: Error): void };

export type RowBatches<Entry> = {
  /** Rejects the entry with `unavailable` when too many wait already, or when it waits too long. */
  add(entry: Entry): void;
  /** Resolves when nothing waits and nothing is under way. */
  idle(): Promise<void>;
};

type Options<Entry> = {
  pool: Pool;
  /**
   * Writes the rows of a batch in one statement and answers its entries; a rejection means
   * that none of them has been answered. `isRepeated`: rows of the batch may stand already.
   */
  write(batch: Entry[], options: { isRepeated: boolean }): Promise<void>;
  limits: { queued: number; perBatch: number; underWay: number };
};

const GIVE_UP_MS = 3_000;
const RETRY_PAUSE_MS = 50;
/** A batch that takes longer, behind a lock or a slow disk, does not hold up the next one. */
const PATIENCE_MS = 5;

/**
 * Groups entries that wait at the same time into one statement and one commit. Nothing is put
 * off on purpose: with nothing under way an entry is written at once, and while a batch is
 * under way the next one gathers behind it. Bounded in number and in time; who does not fit
 * is answered `unavailable`.
 */
export function createRowBatches<Entry extends RowEntry>(
  options: Options<Entry>,
): RowBatches<Entry> {
  const { limits } = options;
  const line = createWaitingLine<Entry>({ entriesMax: limits.queued, waitMsMax: GIVE_UP_MS });
  let underWay = 0;
  let lastStartedAt = 0;
  let isPumping = false;
  let isLookingAgain = false;
  let waitingForIdle: (() => void)[] = [];

  /** Requests that arrive in one turn of the event loop go together, at no wait worth naming. */
  function pumpSoon(): void {
    if (isPumping) return;
    isPumping = true;
    setImmediate(pump);
  }

  function pump(): void {
    isPumping = false;
    while (line.length > 0 && mayStart()) {
      const batch = line.take(limits.perBatch);
      underWay += 1;
      lastStartedAt = performance.now();
      void settle(options, batch).finally(() => {
        underWay -= 1;
        pumpSoon();
      });
    }
    if (line.length > 0 && underWay < limits.underWay) return lookAgain();
    if (underWay > 0) return;
    for (const resolve of waitingForIdle) resolve();
    waitingForIdle = [];
  }

  /** For those who wait behind a slow batch while nobody else arrives. */
  function lookAgain(): void {
    if (isLookingAgain) return;
    isLookingAgain = true;
    setTimeout(() => {
      isLookingAgain = false;
      pumpSoon();
    }, PATIENCE_MS + 1);
  }

  function mayStart(): boolean {
    if (underWay === 0) return true;
    return underWay < limits.underWay && performance.now() - lastStartedAt > PATIENCE_MS;
  }

  return {
    add(entry) {
      line.add(entry);
      pumpSoon();
    },
    async idle() {
      if (underWay > 0 || line.length > 0)
        await new Promise<void>((resolve) => waitingForIdle.push(resolve));
    },
  };
}

type Progress = { isRepeated: boolean; isUncertain: boolean; giveUpAt: number };

/** Never rejects: every entry of the batch is told what became of it. */
async function settle<Entry extends RowEntry>(
  options: Options<Entry>,
  batch: Entry[],
  progress: Progress = {
    isRepeated: false,
    isUncertain: false,
    giveUpAt: performance.now() + GIVE_UP_MS,
  },
): Promise<void> {
  let failure: unknown;
  do {
    try {
      return await options.write(batch, progress);
    } catch (error) {
      failure = error;
      if (isMissingPartition(error)) {
        const moments = batch.map(({ occurredAt }) => occurredAt);
        await ensurePartitionsOf(options.pool, moments).catch(() => {});
      } else if (isConnectionError(error)) {
        progress.isUncertain ||= !(error instanceof ConnectFailed);
        progress.isRepeated = progress.isUncertain;
      } else if (isDuplicateError(error) && !progress.isRepeated) {
        // A row that is written again on purpose, as after a lost commit of a write.
        progress.isRepeated = true;
        continue;
      } else if (isDataError(error) && batch.length > 1) {
        // One row that PostgreSQL refuses must not take the others of its batch with it.
        const middle = Math.ceil(batch.length / 2);
        await settle(options, batch.slice(0, middle), { ...progress });
        return settle(options, batch.slice(middle), { ...progress });
      } else if (!isConflictError(error)) {
        break;
      }
    }
    await pause(RETRY_PAUSE_MS);
  } while (performance.now() < progress.giveUpAt);

  for (const { reject } of batch) {
    reject(progress.isUncertain ? new UncertainOutcome() : unavailable(failure));
  }
}
