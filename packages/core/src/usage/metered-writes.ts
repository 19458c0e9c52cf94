import { setTimeout } from 'node:timers/promises';
import { inPipelinedTransaction, LostCommit, type Pool } from '@tented/db';
import type { Clock } from '../clock.ts';
import { unavailable, UncertainOutcome } from '../errors.ts';
import { commitBatch, type Settled } from './commit-batch.ts';
import { isConflictError, isConnectionError, isUnavailableError } from './connection-errors.ts';
import { ensurePartitionsOf, isMissingPartition } from './partitions.ts';
import type { UsageWriter } from './usage-writer.ts';
import { createWaitingLine } from './waiting-line.ts';
import type { Perform, WriteRequest, Written } from './write-request.ts';

export type MeteredWrites<Input, Output> = {
  /**
   * Resolves when the effect, its charge, its idempotency record and its usage-log row have
   * been committed together; also with the kept answer of an `Idempotency-Key`, whose row is
   * committed then. Rejects with a refusal (`AppError`; nothing was done) or with the error
   * that broke the work; then the row is still to be written, by the usage writer.
   */
  submit(request: WriteRequest<Input, Output>): Promise<Written<Output>>;
};

type Deps<Input, Output> = {
  pool: Pool;
  clock: Clock;
  usage: UsageWriter;
  perform: Perform<Input, Output>;
  /** Requests in one transaction. One, where the order of their locks is not the same for all. */
  batchRequestsMax?: number;
  /** Transactions at the same time. */
  batchesMax?: number;
  /** Requests that may wait for their transaction; the next is refused at once. */
  queuedMax?: number;
};

type Entry<Input, Output> = {
  request: WriteRequest<Input, Output>;
  resolve(written: Written<Output>): void;
  reject(error: unknown): void;
};

const QUEUED_MAX = 5_000;
const BATCH_REQUESTS_MAX = 64;
const BATCHES_MAX = 2;
const GIVE_UP_MS = 3_000;
const RETRY_PAUSE_MS = 20;

/**
 * Commits writes that wait at the same time in one transaction: key lock, the work, charge,
 * usage-log rows. A batch of one does not wait for a second.
 */
export function createMeteredWrites<Input, Output>(
  deps: Deps<Input, Output>,
): MeteredWrites<Input, Output> {
  const {
    batchRequestsMax = BATCH_REQUESTS_MAX,
    batchesMax = BATCHES_MAX,
    queuedMax = QUEUED_MAX,
  } = deps;
  const line = createWaitingLine<Entry<Input, Output>>({
    entriesMax: queuedMax,
    waitMsMax: GIVE_UP_MS,
  });
  let batches = 0;

  function pump(): void {
    while (batches < batchesMax) {
      const batch = line.take(batchRequestsMax);
      if (batch.length === 0) return;
      batches += 1;
      void settle(deps, batch).finally(() => {
        batches -= 1;
        pump();
      });
    }
  }

  return {
    submit(request) {
      return new Promise((resolve, reject) => {
        line.add({ request, resolve, reject });
        pump();
      });
    },
  };
}

/** Never rejects: every entry of the batch is told what became of it. */
async function settle<Input, Output>(
  deps: Deps<Input, Output>,
  batch: Entry<Input, Output>[],
): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  // Kept outside the transaction: a lost COMMIT still needs what the last try came to.
  let settled: Settled<Output>[] = [];
  const requests = batch.map(({ request }) => request);
  let failure: unknown;
  do {
    try {
      await inPipelinedTransaction(deps.pool, async (tx) => {
        const batched = await commitBatch(tx, deps, requests);
        settled = batched.result;
        return batched;
      });
      return answer(batch, settled);
    } catch (error) {
      failure = error;
      if (error instanceof LostCommit) return resolveLostCommit(deps, batch, settled);
      if (isMissingPartition(error)) {
        const moments = batch.map(({ request }) => request.caller.at);
        await ensurePartitionsOf(deps.pool, moments).catch(() => {});
      } else if (!isConnectionError(error) && !isConflictError(error)) {
        if (isUnavailableError(error)) break;
        return settleOneByOne(deps, batch, error);
      }
    }
    await setTimeout(RETRY_PAUSE_MS);
  } while (performance.now() < giveUpAt);

  for (const { reject } of batch) reject(unavailable(failure));
}

function answer<Input, Output>(batch: Entry<Input, Output>[], settled: Settled<Output>[]): void {
  batch.forEach(({ resolve, reject }, index) => {
    const outcome = settled[index]!;
    if ('refusal' in outcome) reject(outcome.refusal);
    else resolve(outcome.written);
  });
}

/** One request that breaks the work must not take the others of its batch with it. */
async function settleOneByOne<Input, Output>(
  deps: Deps<Input, Output>,
  batch: Entry<Input, Output>[],
  error: unknown,
): Promise<void> {
  if (batch.length === 1) return batch[0]?.reject(error);
  for (const entry of batch) await settle(deps, [entry]);
}

/**
 * Finds out whether a COMMIT whose answer was lost took place: each request's row is
 * written again as a 503. Either that row is stored, and the lost transaction can never
 * commit any more because the id is taken; or the row of the commit stands already, and
 * the answer is the one it promised.
 */
async function resolveLostCommit<Input, Output>(
  { usage }: Deps<Input, Output>,
  batch: Entry<Input, Output>[],
  settled: Settled<Output>[],
): Promise<void> {
  await Promise.all(
    batch.map(async ({ request, resolve, reject }, index) => {
      const outcome = settled[index]!;
      if ('refusal' in outcome) return reject(outcome.refusal);
      const failed = unavailable();
      const row = request.toRow({ creditsCharged: 0, status: 503, refusal: failed });
      // Without an answer here, whether the commit took place is not known: say nothing.
      const stored = await usage.append(row, { needsKey: false }).catch(() => undefined);
      if (!stored) reject(new UncertainOutcome());
      else if (stored.status === row.status) reject(failed);
      else resolve(outcome.written);
    }),
  );
}
