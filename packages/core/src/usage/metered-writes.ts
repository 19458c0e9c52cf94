import { setTimeout } from 'node:timers/promises';
import { inTransaction, LostCommit, type Pool, type SqlTx } from '@tented/db';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import {
  type AppError,
  planRequired,
  unauthorized,
  unavailable,
  UncertainOutcome,
} from '../errors.ts';
import { isConflictError, isConnectionError, isUnavailableError } from './connection-errors.ts';
import { lockLiveKeys } from './lock-live-keys.ts';
import { ensurePartitionsOf, isMissingPartition } from './partitions.ts';
import { toColumns, type UsageRow } from './usage-row.ts';
import { RECORD_ROWS } from './usage-sql.ts';
import type { UsageWriter } from './usage-writer.ts';

/** One public request that writes: who, what, and how its row in the usage log will read. */
export type WriteRequest<Input> = {
  caller: Caller;
  input: Input;
  /** The row of the answer, measured at the moment of the call. */
  toRow(result: { creditsCharged: number }): UsageRow;
};

/** What became of one request of a batch: its answer, or the refusal that its caller gets. */
export type WriteOutcome<Output> =
  | { output: Output; creditsCharged?: number }
  | { refusal: AppError };

/**
 * Does the work of many requests in one transaction, one outcome for each, in order. A refused
 * request must leave no trace; anything thrown rolls the whole batch back.
 */
export type Perform<Input, Output> = (
  tx: SqlTx,
  requests: readonly WriteRequest<Input>[],
  clock: Clock,
) => Promise<WriteOutcome<Output>[]>;

export type MeteredWrites<Input, Output> = {
  /**
   * Resolves when the effect, its charge and its usage-log row have been committed together.
   * Rejects with a refusal (`AppError`; nothing was done) or with the error that broke the
   * work; then the row is still to be written, by the usage writer.
   */
  submit(request: WriteRequest<Input>): Promise<Output>;
};

type Deps<Input, Output> = {
  pool: Pool;
  clock: Clock;
  usage: UsageWriter;
  perform: Perform<Input, Output>;
};

type Entry<Input, Output> = {
  request: WriteRequest<Input>;
  resolve(output: Output): void;
  reject(error: unknown): void;
};

const QUEUED_REQUESTS_MAX = 5_000;
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
  let queue: Entry<Input, Output>[] = [];
  let batches = 0;

  function pump(): void {
    while (queue.length > 0 && batches < BATCHES_MAX) {
      const batch = queue.slice(0, BATCH_REQUESTS_MAX);
      queue = queue.slice(BATCH_REQUESTS_MAX);
      batches += 1;
      void settle(deps, batch).finally(() => {
        batches -= 1;
        pump();
      });
    }
  }

  return {
    submit(request) {
      if (queue.length >= QUEUED_REQUESTS_MAX) return Promise.reject(unavailable());
      return new Promise((resolve, reject) => {
        queue.push({ request, resolve, reject });
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
  const attempt: Attempt<Output> = { outcomes: [] };
  let failure: unknown;
  do {
    try {
      await inTransaction(deps.pool, (tx) => commitBatch({ tx, deps, attempt }, batch));
      return answer(batch, attempt.outcomes);
    } catch (error) {
      failure = error;
      if (error instanceof LostCommit) return resolveLostCommit(deps, batch, attempt.outcomes);
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

/** Outcomes of the last try, kept outside the transaction: a lost COMMIT still needs them. */
type Attempt<Output> = { outcomes: WriteOutcome<Output>[] };

async function commitBatch<Input, Output>(
  { tx, deps, attempt }: { tx: SqlTx; deps: Deps<Input, Output>; attempt: Attempt<Output> },
  batch: Entry<Input, Output>[],
): Promise<void> {
  const requests = batch.map(({ request }) => request);
  const keys = new Map(requests.map(({ caller }) => [caller.keyId, caller.workspaceId]));
  const now = deps.clock();
  const live = await lockLiveKeys(tx, {
    keys: Array.from(keys, ([id, workspaceId]) => ({ id, workspaceId })),
    now,
  });
  const planOf = new Map(live.map(({ id, plan }) => [id, plan]));
  const refusals = requests.map(({ caller }) => keyRefusal(planOf.get(caller.keyId)));

  const admitted = requests.filter((_, index) => !refusals[index]);
  const done = admitted.length > 0 ? await deps.perform(tx, admitted, deps.clock) : [];
  const performed = done.values();
  attempt.outcomes = refusals.map((refusal) => (refusal ? { refusal } : takeNext(performed)));

  const rows = attempt.outcomes.flatMap((outcome, index) =>
    'refusal' in outcome
      ? []
      : [requests[index]!.toRow({ creditsCharged: outcome.creditsCharged ?? 0 })],
  );
  if (rows.length === 0) return;
  const used = live.filter(({ id }) => rows.some(({ keyId }) => keyId === id));
  await tx.query({
    ...RECORD_ROWS,
    values: [
      used.map((key) => key.workspaceId),
      used.map((key) => key.id),
      now,
      ...toColumns(rows),
    ],
  });
}

function keyRefusal(plan: string | undefined): AppError | undefined {
  if (plan === undefined) return unauthorized();
  return plan === 'free' ? planRequired() : undefined;
}

function takeNext<Output>(outcomes: ArrayIterator<WriteOutcome<Output>>): WriteOutcome<Output> {
  const { value } = outcomes.next();
  if (!value) throw new Error('A write has to give one outcome for each request.');
  return value;
}

function answer<Input, Output>(
  batch: Entry<Input, Output>[],
  outcomes: WriteOutcome<Output>[],
): void {
  batch.forEach(({ resolve, reject }, index) => {
    const outcome = outcomes[index]!;
    if ('refusal' in outcome) reject(outcome.refusal);
    else resolve(outcome.output);
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
  outcomes: WriteOutcome<Output>[],
): Promise<void> {
  await Promise.all(
    batch.map(async ({ request, resolve, reject }, index) => {
      const outcome = outcomes[index]!;
      if ('refusal' in outcome) return reject(outcome.refusal);
      const failed = unavailable();
      const row = { ...request.toRow({ creditsCharged: 0 }), status: 503, errorCode: failed.code };
      // Without an answer here, whether the commit took place is not known: say nothing.
      const stored = await usage.append(row, { needsKey: false }).catch(() => undefined);
      if (!stored) reject(new UncertainOutcome());
      else if (stored.status === row.status) reject(failed);
      else resolve(outcome.output);
    }),
  );
}
