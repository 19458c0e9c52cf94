import type { SqlTx } from '@tented/db';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { AppError } from '../errors.ts';
import type { UsageRow } from './usage-row.ts';

/** An answer as it is sent: what a replay repeats byte for byte. */
export type WriteAnswer = { status: number; body: string };

/** What became of one request of a batch: its result, or the refusal that its caller gets. */
export type WriteOutcome<Output> =
  | { output: Output; creditsCharged?: number; creditsRemaining?: number }
  | { refusal: AppError };

/** What a caller who sent an `Idempotency-Key` asked for with it. */
export type Idempotency<Output> = {
  /** 1 to 255 visible ASCII characters, chosen by the caller. */
  key: string;
  /** SHA-256 over method, path and body: the key may not be used for anything else. */
  fingerprint: Buffer;
  /** The answer to an outcome, as it will be sent. */
  toAnswer(outcome: WriteOutcome<Output>): WriteAnswer;
};

/** One public request that writes: who, what, and how its row in the usage log will read. */
export type WriteRequest<Input, Output = never> = {
  caller: Caller;
  input: Input;
  idempotency?: Idempotency<Output> | undefined;
  /** The row of the answer, measured at the moment of the call. */
  toRow(recorded: Recorded): UsageRow;
};

/** What a row that is committed together with a write says of it. */
export type Recorded = {
  creditsCharged: number;
  /** Where it is not the operation's own success: a replay, or a refusal that is kept. */
  status?: number;
  isReplayed?: boolean;
  refusal?: AppError;
};

/** What a write comes to: its result, or the kept answer to the `Idempotency-Key` it came with. */
export type Written<Output> = { creditsCharged: number; creditsRemaining?: number | undefined } & (
  | { output: Output; answer?: never }
  | { answer: WriteAnswer; isReplayed: boolean; output?: never }
);

type Requests<Input> = readonly { caller: Caller; input: Input }[];

/**
 * The work of many requests in one transaction, in two steps: a trip to the database is most of
 * what a small batch costs, and each step travels with what the batch has to ask or to write
 * anyway. Anything thrown rolls the whole batch back.
 *
 * First the work locks and reads what it needs, for all requests: which of them are refused is
 * not known before the answer.
 */
export type Perform<Input, Output> = (
  tx: SqlTx,
  requests: Requests<Input>,
) => Promise<Apply<Input, Output>>;

/** Then it decides and writes, for those that are admitted. A refused one must leave no trace. */
export type Apply<Input, Output> = (
  admitted: Requests<Input>,
  clock: Clock,
) => Promise<Applied<Output>>;

export type Applied<Output> = {
  /** One for each request, in order. */
  outcomes: WriteOutcome<Output>[];
  /** What was sent last: nobody waits for its answer before COMMIT is sent. */
  sent?: Promise<unknown>;
};
