import type { Pool, SqlTx } from '@tented/db';
import { AppError } from '../errors.ts';
import type { WriteAnswer, WriteRequest } from './write-request.ts';

/** For how long an answer is repeated; older records are swept, and count as absent. */
export const IDEMPOTENCY_HOURS = 24;

/** What the key of a request says: nothing yet, an answer to repeat, or a refusal. */
export type Claim = { answer: WriteAnswer } | { refusal: AppError } | undefined;

type Keyed = Pick<WriteRequest<unknown, unknown>, 'caller' | 'idempotency'>;

/**
 * Claims the idempotency keys of a batch until the transaction ends, and answers with what
 * each request has to be told. Whoever does not get a claim at once is told to come back: a
 * request with the same key is under way, here or on another server. The records are read
 * by a second statement, whose snapshot was taken under the claims: what was committed by the
 * holder of a claim before is seen.
 */
export async function claimKeys(
  tx: SqlTx,
  requests: readonly Keyed[],
  now: Date,
): Promise<Map<Keyed, Claim>> {
  const keyed = requests.filter(({ idempotency }) => idempotency);
  if (keyed.length === 0) return new Map();

  const values = [
    keyed.map(({ caller }) => caller.workspaceId),
    keyed.map(({ idempotency }) => idempotency!.key),
  ];
  const [claimed, kept] = await Promise.all([
    tx.query<{ place: number; is_claimed: boolean }>({ ...CLAIM, values }),
    tx.query<KeptRow>({ ...READ, values: [...values, now] }),
  ]);
  const isClaimed = new Set(claimed.rows.flatMap((row) => (row.is_claimed ? [row.place] : [])));
  const rowAt = new Map(kept.rows.map((row) => [row.place, row]));
  const seen = new Set<string>();

  return new Map(
    keyed.map((request, index): [Keyed, Claim] => {
      const name = `${request.caller.workspaceId}\n${request.idempotency!.key}`;
      // A claim is the transaction's, so a twin in the same batch would get it as well.
      const isTwin = seen.has(name);
      seen.add(name);
      const place = index + 1;
      const isMine = isClaimed.has(place) && !isTwin;
      return [request, isMine ? judge(request, rowAt.get(place)) : { refusal: inProgress() }];
    }),
  );
}

type KeptRow = { place: number; fingerprint: Buffer; status: number; body: string };

function judge({ idempotency }: Keyed, row: KeptRow | undefined): Claim {
  if (!row) return undefined;
  return idempotency!.fingerprint.equals(row.fingerprint)
    ? { answer: { status: row.status, body: row.body } }
    : { refusal: mismatch() };
}

/** A success, and a refusal that asking again cannot change; not what waiting may mend. */
export function isKept({ status }: WriteAnswer): boolean {
  return status < 500 && status !== 409 && status !== 429;
}

/** Keeps first answers, in the transaction of what they answer. */
export async function keepAnswers(
  tx: SqlTx,
  answers: readonly { request: Keyed; answer: WriteAnswer }[],
  now: Date,
): Promise<void> {
  if (answers.length === 0) return;
  await tx.query({
    ...KEEP,
    values: [
      answers.map(({ request }) => request.caller.workspaceId),
      answers.map(({ request }) => request.idempotency!.key),
      answers.map(({ request }) => request.idempotency!.fingerprint),
      answers.map(({ answer }) => answer.status),
      answers.map(({ answer }) => answer.body),
      now,
    ],
  });
}

/** Removes records whose time has passed, a bounded number at a time; answers with how many. */
export async function sweepIdempotencyRecords(pool: Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query({ ...SWEEP, values: [now] });
  return rowCount ?? 0;
}

function inProgress(): AppError {
  return new AppError(
    'idempotency_in_progress',
    'A request with this Idempotency-Key is still being worked on. Try again in a moment.',
    { retryAfterSeconds: 1 },
  );
}

function mismatch(): AppError {
  return new AppError(
    'idempotency_mismatch',
    'This Idempotency-Key was used for another method, path or body. Use a new key.',
  );
}

const OLDEST = `$3::timestamptz - interval '${IDEMPOTENCY_HOURS} hours'`;
const SWEPT_MAX = 5_000;

const CLAIM = {
  name: 'claim-idempotency-keys',
  text: `
    SELECT w.place::int,
           pg_try_advisory_xact_lock(hashtextextended('idempotency:' || w.workspace_id || ':' || w.key, 0)) AS is_claimed
    FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w (workspace_id, key, place)`,
};

const READ = {
  name: 'read-idempotency-records',
  text: `
    SELECT w.place::int, r.fingerprint, r.status, r.body
    FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w (workspace_id, key, place)
    JOIN idempotency_record r ON r.workspace_id = w.workspace_id AND r.key = w.key
    WHERE r.created_at > ${OLDEST}`,
};

// A record that stands here already is one whose time has passed.
const KEEP = {
  name: 'keep-idempotency-records',
  text: `
    INSERT INTO idempotency_record (workspace_id, key, fingerprint, status, body, created_at)
    SELECT k.*, $6::timestamptz
    FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::smallint[], $5::text[]) AS k
    ON CONFLICT (workspace_id, key) DO UPDATE
    SET fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body,
        created_at = excluded.created_at`,
};

const SWEEP = {
  name: 'sweep-idempotency-records',
  text: `
    DELETE FROM idempotency_record WHERE ctid = ANY (ARRAY(
      SELECT ctid FROM idempotency_record
      WHERE created_at <= $1::timestamptz - interval '${IDEMPOTENCY_HOURS} hours'
      ORDER BY created_at LIMIT ${SWEPT_MAX} FOR UPDATE SKIP LOCKED))`,
};
