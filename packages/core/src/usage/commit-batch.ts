import type { Pipelined, SqlTx } from '@tented/db';
import type { Clock } from '../clock.ts';
import { type AppError, planRequired, unauthorized } from '../errors.ts';
import { type Claim, claimKeys, isKept, keepAnswers } from './idempotency.ts';
import { distinctSecrets, type LiveKey, lockLiveKeys, secretIdOf } from './lock-live-keys.ts';
import { toColumns, type UsageRow } from './usage-row.ts';
import { END_PREVIOUS, RECORD_ROWS } from './usage-sql.ts';
import type {
  Applied,
  Perform,
  WriteAnswer,
  WriteOutcome,
  WriteRequest,
  Written,
} from './write-request.ts';

/** What a request came to: something that was committed with its row, or a refusal without. */
export type Settled<Output> = { written: Written<Output> } | { refusal: AppError };

type Deps<Input, Output> = { clock: Clock; perform: Perform<Input, Output> };
type Requests<Input, Output> = readonly WriteRequest<Input, Output>[];

/**
 * Key lock, idempotency, the work, kept answers, usage rows: all of a batch but BEGIN and COMMIT.
 * Two trips to the database, as long as the work does not need more: what is asked, and what
 * is written, with COMMIT right behind it.
 */
export async function commitBatch<Input, Output>(
  tx: SqlTx,
  { clock, perform }: Deps<Input, Output>,
  requests: Requests<Input, Output>,
): Promise<Pipelined<Settled<Output>[]>> {
  const now = clock();
  const keys = distinctSecrets(requests.map(({ caller }) => caller));
  const [live, claims, apply] = await Promise.all([
    lockLiveKeys(tx, { keys, now }),
    claimKeys(tx, requests, now),
    perform(tx, requests),
  ]);
  const planOf = new Map(live.map((key) => [secretIdOf(key), key.plan]));
  const decided = requests.map((request) => {
    const refusal = keyRefusal(planOf.get(secretIdOf(request.caller)));
    return refusal ? { refusal } : claims.get(request);
  });

  const admitted = requests.filter((_, index) => !decided[index]);
  const { outcomes, sent }: Applied<Output> =
    admitted.length > 0 ? await apply(admitted, clock) : { outcomes: [] };
  const performed = outcomes.values();
  const entries = requests.map((request, index) => {
    const decision = decided[index];
    return decision ? settleDecided(request, decision) : settleWork(request, takeNext(performed));
  });
  return {
    result: entries.map(({ settled }) => settled),
    sent: Promise.all([sent, record(tx, { live, now }, entries)]),
  };
}

/** `row`: what is committed with it; `kept`: its answer, where its `Idempotency-Key` keeps it. */
type SettledEntry<Input, Output> = {
  request: WriteRequest<Input, Output>;
  settled: Settled<Output>;
  row?: UsageRow;
  kept?: WriteAnswer;
};

/** What was known before the work: nothing is done, and a refusal here is never kept. */
function settleDecided<Input, Output>(
  request: WriteRequest<Input, Output>,
  decision: NonNullable<Claim>,
): SettledEntry<Input, Output> {
  if ('refusal' in decision) return { request, settled: decision };
  const { answer } = decision;
  return {
    request,
    settled: { written: { answer, isReplayed: true, creditsCharged: 0 } },
    row: request.toRow({ creditsCharged: 0, status: answer.status, isReplayed: true }),
  };
}

function settleWork<Input, Output>(
  request: WriteRequest<Input, Output>,
  outcome: WriteOutcome<Output>,
): SettledEntry<Input, Output> {
  const answer = request.idempotency?.toAnswer(outcome);
  if ('refusal' in outcome) {
    const { refusal } = outcome;
    if (!answer || !isKept(answer)) return { request, settled: { refusal } };
    return {
      request,
      settled: { written: { answer, isReplayed: false, creditsCharged: 0 } },
      row: request.toRow({ creditsCharged: 0, status: answer.status, refusal }),
      kept: answer,
    };
  }
  const { output, creditsCharged = 0, creditsRemaining } = outcome;
  const credits = { creditsCharged, creditsRemaining };
  const row = request.toRow({ creditsCharged });
  if (!answer) return { request, settled: { written: { output, ...credits } }, row };
  const written = { answer, isReplayed: false, ...credits };
  return { request, settled: { written }, row, kept: answer };
}

async function record<Input, Output>(
  tx: SqlTx,
  { live, now }: { live: LiveKey[]; now: Date },
  entries: SettledEntry<Input, Output>[],
): Promise<void> {
  const rows = entries.flatMap(({ row }) => row ?? []);
  if (rows.length === 0) return;
  const recorded = new Set(rows.map(secretIdOf));
  const used = live.filter((key) => recorded.has(secretIdOf(key)));
  const ending = used.filter(({ endsPrevious }) => endsPrevious);
  await Promise.all([
    keepAnswers(
      tx,
      entries.flatMap(({ request, kept }) => (kept ? [{ request, answer: kept }] : [])),
      now,
    ),
    ...(ending.length > 0 ? [tx.query({ ...END_PREVIOUS, values: usedAt(ending, now) })] : []),
    tx.query({ ...RECORD_ROWS, values: [...usedAt(used, now), ...toColumns(rows)] }),
  ]);
}

function usedAt(keys: LiveKey[], now: Date): unknown[] {
  return [keys.map(({ workspaceId }) => workspaceId), keys.map(({ keyId }) => keyId), now];
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
