import type { SqlTx } from '@tented/db';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';
import type { Perform, WriteOutcome } from './write-request.ts';

/** What one request wants done, inside the transaction; a refusal is thrown as `AppError`. */
export type Work<Input, Output> = (
  tx: SqlTx,
  request: { caller: Caller; input: Input },
  clock: Clock,
) => Promise<{ output: Output; creditsCharged?: number; creditsRemaining?: number }>;

/** The same for what costs nothing and may be asked for without a key, by a member. */
export type FreeWork<Input, Output> = (
  tx: SqlTx,
  request: { caller: Pick<Caller, 'workspaceId' | 'at'>; input: Input },
) => Promise<{ output: Output }>;

/**
 * Makes a use case of one request fit for a batch. What a refused request did before it was
 * refused is undone, and only that: the refusal itself may have to be committed, as the kept
 * answer to an `Idempotency-Key`.
 */
export function oneByOne<Input, Output>(work: Work<Input, Output>): Perform<Input, Output> {
  return async (tx) => async (requests, clock) => {
    const outcomes: WriteOutcome<Output>[] = [];
    for (const request of requests)
      outcomes.push(await tryWork(tx, () => work(tx, request, clock)));
    return { outcomes };
  };
}

async function tryWork<Output>(
  tx: SqlTx,
  work: () => Promise<WriteOutcome<Output>>,
): Promise<WriteOutcome<Output>> {
  // Sent ahead of the first statement of the work, without a round trip of its own.
  const [, done] = await Promise.allSettled([tx.query('SAVEPOINT request'), work()]);
  if (done.status === 'fulfilled') return done.value;
  if (!(done.reason instanceof AppError)) throw done.reason;
  await tx.query('ROLLBACK TO SAVEPOINT request');
  return { refusal: done.reason };
}
