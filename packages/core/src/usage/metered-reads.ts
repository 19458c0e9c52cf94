import { type Pool, queryOnce } from '@tented/db';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import {
  type AppError,
  notFound,
  planRequired,
  unauthorized,
  UncertainOutcome,
} from '../errors.ts';
import { toSqlArray } from '../sql-array.ts';
import { numberKeys } from './number-keys.ts';
import { createRowBatches } from './row-batches.ts';
import { toColumns, type UsageRow } from './usage-row.ts';
import { readAndAppend, type ReadStatements } from './usage-sql.ts';
import { readStatuses } from './usage-writer.ts';

/** How one thing is found for one request, as a part of the statement for many. */
export type ReadPlan<Found> = {
  /** Names the prepared statements. */
  name: string;
  /** What is read, each with its SQL expression. */
  columns: Record<keyof Found & string, string>;
  /**
   * FROM and the rest of a SELECT of at most one row for the request `r`, which has
   * `workspace_id`, `key_id` and `target` (a UUID). The workspace has to be part of it.
   */
  from: string;
  /** What a caller is told has not been found. */
  thing: string;
};

/** One public request that reads one thing: who, which, and how its row in the log will read. */
export type ReadRequest = {
  caller: Caller;
  /** The id of the thing; null where the caller alone says which. */
  target: string | null;
  /** The row of a success, measured at the moment of the call. */
  toRow(): UsageRow;
};

/** The answer of a request. Its row stands, with this status, also where it is refused. */
export type ReadOutcome<Found> = { found: Found } | { refusal: AppError; status: number };

export type MeteredReads<Found> = {
  /**
   * Finds the thing and writes the request's row in one statement, which requests that wait
   * at the same time share. Resolves when it has committed; rejects with `unavailable` when
   * no row was written, with `UncertainOutcome` when nobody can tell.
   */
  submit(request: ReadRequest): Promise<ReadOutcome<Found>>;
  /** Waits until everything queued is answered. */
  close(): Promise<void>;
};

type Deps<Found> = { pool: Pool; clock: Clock; plan: ReadPlan<Found> };

type Entry<Found> = {
  request: ReadRequest;
  occurredAt: Date;
  resolve(outcome: ReadOutcome<Found>): void;
  reject(error: Error): void;
};

const LIMITS = { queued: 5_000, perBatch: 256, underWay: 2 };

/**
 * Reads of single things, grouped across requests as the rows of the log are: a batch finds
 * what its requests ask for, checks their keys and writes their rows in one round trip and
 * one commit. A batch of one does not wait for a second.
 */
export function createMeteredReads<Found>(deps: Deps<Found>): MeteredReads<Found> {
  const reader = { ...deps, statements: readAndAppend(deps.plan), toFound: toObject(deps.plan) };
  const batches = createRowBatches<Entry<Found>>({
    pool: deps.pool,
    limits: LIMITS,
    write: (batch, { isRepeated }) => readBatch(reader, { batch, isRepeated }),
  });

  return {
    submit: (request) =>
      new Promise((resolve, reject) => {
        batches.add({
          request,
          occurredAt: request.caller.at,
          resolve,
          reject,
        });
      }),
    close: () => batches.idle(),
  };
}

type Reader<Found> = Deps<Found> & {
  statements: ReadStatements;
  toFound(values: unknown[]): Found;
};

async function readBatch<Found>(
  reader: Reader<Found>,
  { batch, isRepeated }: { batch: Entry<Found>[]; isRepeated: boolean },
): Promise<void> {
  const { pool, clock, plan, statements } = reader;
  const rows = batch.map(({ request }) => request.toRow());
  const keys = numberKeys(rows);
  const answers = await queryOnce<Answer>(pool, {
    ...(isRepeated ? statements.again : statements.once),
    rowMode: 'array',
    values: [
      keys.workspaceIds,
      keys.ids,
      clock(),
      keys.secretNumbers,
      ...toColumns(rows),
      keys.positions,
      toSqlArray(batch, ({ request }) => request.target),
      JSON.stringify({ message: notFound(plan.thing).message }),
    ],
  });
  const answerOf = new Map(answers.map((answer) => [answer[ID], answer]));
  const earlier = rows.filter(({ id }) => answerOf.get(id)?.[IS_STORED] === false);
  const standing = new Map(
    (await readStatuses(pool, earlier)).map(({ id, status }) => [id, status]),
  );

  batch.forEach(({ resolve, reject }, index) => {
    const { id } = rows[index]!;
    const answer = answerOf.get(id)!;
    // An earlier try wrote the row. Where it found something else, its answer is not known.
    const isCertain = answer[IS_STORED] || standing.get(id) === answer[STATUS];
    if (isCertain) resolve(outcomeOf(reader, answer));
    else reject(new UncertainOutcome());
  });
}

/** Id, status, whether the row was written this time; then what was found. */
type Answer = [string, number, boolean, ...unknown[]];

const [ID, STATUS, IS_STORED, FIRST_COLUMN] = [0, 1, 2, 3] as const;

function outcomeOf<Found>({ plan, toFound }: Reader<Found>, answer: Answer): ReadOutcome<Found> {
  const status = answer[STATUS];
  switch (status) {
    case 401:
      return { refusal: unauthorized(), status };
    case 403:
      return { refusal: planRequired(), status };
    case 404:
      return { refusal: notFound(plan.thing), status };
    default:
      return { found: toFound(answer) };
  }
}

function toObject<Found>({ columns }: ReadPlan<Found>): (answer: unknown[]) => Found {
  const names = Object.keys(columns);
  return (answer) => {
    const found: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) {
      found[names[index]!] = answer[FIRST_COLUMN + index];
    }
    return found as Found;
  };
}
