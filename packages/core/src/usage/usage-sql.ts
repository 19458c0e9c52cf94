import { COLUMN_NAMES, COLUMN_TYPES } from './usage-row.ts';

/** How stale `last_used_at` may be, so that a busy key is not written for every request. */
export const LAST_USED_LAG_MS = 1_000;

const columns = COLUMN_NAMES.join(', ');
const parameters = (first: number) =>
  COLUMN_TYPES.map((type, index) => `$${first + index}::${type}[]`).join(', ');
/** Where statements that check their keys have the columns of their rows, and what comes behind them. */
const FIRST_COLUMN = 5;
const [ROW_KEY = '', TARGET = '', MISSING = ''] = [0, 1, 2].map(
  (index) => `$${FIRST_COLUMN + COLUMN_TYPES.length + index}`,
);

/** The keys of `$1` (workspace ids) and `$2` (key ids), and which of their secrets was used (`$4`). */
const USED_KEYS = `
  unnest($1::uuid[], $2::uuid[], $4::integer[]) WITH ORDINALITY
    AS wanted (workspace_id, id, secret_number, position)
  JOIN api_key k ON k.workspace_id = wanted.workspace_id AND k.id = wanted.id`;

/** Those that are live at `$3` for the secret that was used. */
const IS_LIVE = `
  k.deleted_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $3)
  AND (k.secret_number = wanted.secret_number
       OR k.secret_number = wanted.secret_number + 1
          AND (k.previous_until > $3 OR k.previous_until_used))`;

/**
 * Until the transaction ends: deleting a key waits for that lock, and so does ending a secret.
 * In the order of ids, so that two batches cannot deadlock.
 */
const LOCKED = 'ORDER BY k.id FOR KEY SHARE OF k';

/**
 * With the plan of their workspace. `ends_previous`: this is the first use of a secret that was
 * to end the one before it.
 */
const FOUND_KEYS = `
  SELECT k.workspace_id, k.id, wanted.secret_number, wanted.position, k.last_used_at, w.plan,
         k.previous_until_used AND k.secret_number = wanted.secret_number AS ends_previous
  FROM ${USED_KEYS},
  LATERAL (SELECT (CASE WHEN plan_next_from <= $3 THEN plan_next ELSE plan END)::text AS plan
           FROM workspace WHERE id = k.workspace_id LIMIT 1) AS w
  WHERE ${IS_LIVE}`;

/**
 * Both in a transaction, one after the other; a key is live that is in both answers. KEY SHARE
 * does not conflict with the update that marks a key as deleted, so a statement that had to wait
 * locks the row without reading it again, and may return a key that was deleted meanwhile.
 * The second statement has a snapshot that was taken under the locks of the first.
 */
export const LOCK_KEYS = {
  name: 'lock-keys',
  text: `SELECT k.id, wanted.secret_number FROM ${USED_KEYS} WHERE ${IS_LIVE} ${LOCKED}`,
};
export const READ_LOCKED_KEYS = { name: 'read-locked-keys', text: FOUND_KEYS };

/**
 * Ends the secrets that were to work until the first use of the next one, of those keys of the
 * named relation for which this is it. Waits, unlike `touchKeys`: it must not be skipped.
 */
const endPrevious = (relation: string) => `
  UPDATE api_key k SET previous_until_used = false, last_used_at = $3::timestamptz
  FROM ${relation} r
  WHERE r.ends_previous AND k.workspace_id = r.workspace_id AND k.id = r.id
    AND k.previous_until_used
  RETURNING k.id`;

/** The same by itself, inside the transaction of a write: `$1`, `$2` those keys, `$3` now. */
export const END_PREVIOUS = {
  name: 'end-previous-secrets',
  text: `
    WITH ending AS (
      SELECT workspace_id, id, true AS ends_previous
      FROM unnest($1::uuid[], $2::uuid[]) AS u (workspace_id, id)
    ) ${endPrevious('ending')}`,
};

const isDue = (lastUsedAt: string) =>
  `(${lastUsedAt} IS NULL OR ${lastUsedAt} < $3::timestamptz - interval '${LAST_USED_LAG_MS} ms')`;

/** Marks keys (`workspace_id`, `id` of the named relation) as used at `$3`; never waits. */
const touchKeys = (relation: string) => `
  UPDATE api_key k SET last_used_at = $3::timestamptz
  FROM (
    SELECT k2.workspace_id, k2.id FROM api_key k2
    JOIN ${relation} r ON r.workspace_id = k2.workspace_id AND r.id = k2.id
    WHERE ${isDue('k2.last_used_at')}
    FOR NO KEY UPDATE OF k2 SKIP LOCKED
  ) due
  WHERE k.workspace_id = due.workspace_id AND k.id = due.id`;

/** Rows of a write, inside its transaction: `$1`, `$2` the locked keys, `$3` now, then columns. */
export const RECORD_ROWS = {
  name: 'record-rows',
  text: `
    WITH used AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS u (workspace_id, id)),
    touched AS (${touchKeys('used')})
    INSERT INTO usage_log (${columns}) SELECT * FROM unnest(${parameters(4)})`,
};

/**
 * The keys of `$1`, `$2`, `$4`, checked once for the whole batch. A request that is sent after
 * a deletion has returned has a later snapshot than the mark, so one look is enough for
 * reads and refusals.
 */
const CHECKED_KEYS = `
    live AS MATERIALIZED (${FOUND_KEYS} ${LOCKED}),
    ended AS (${endPrevious('live')}),
    due_to_touch AS (
      SELECT * FROM live WHERE ${isDue('last_used_at')} AND id NOT IN (SELECT id FROM ended)
    ),
    touched AS (${touchKeys('due_to_touch')})`;

/**
 * Why row `r` is refused after all, as a status: its answer depended on the key that `r.key`
 * names by its position, and the key, or the secret that was used, is gone, or the plan has
 * lost API access. Each IN is a look into a hash table; joining rows with keys would cost
 * the square of their count, since these connections know no other join than that.
 */
const refusalOf = (otherwise = '') => `
    CASE WHEN r.key IS NULL THEN NULL
         WHEN NOT (r.key IN (SELECT position FROM live)) THEN 401
         WHEN r.key IN (SELECT position FROM live WHERE plan = 'free') THEN 403
         ${otherwise} END AS refusal`;

const ROW_COLUMNS = `workspace_id, id, key_id, occurred_at, method, path, route`;
const ERROR_CODE = `
    CASE refusal WHEN 401 THEN 'unauthorized' WHEN 403 THEN 'plan_required' WHEN 404 THEN 'not_found'
                 ELSE error_code END`;

const OR_LEAVE_ALONE = 'ON CONFLICT (workspace_id, id) DO NOTHING';

/**
 * One statement, one commit, for many answers: checks the keys, writes the rows, and answers
 * with the status of each. A row whose answer depended on its key says 401 when the key is
 * gone and 403 when the plan has lost API access, whatever was about to be answered.
 */
const appendRows = (onConflict: string) => `
    WITH ${CHECKED_KEYS},
    judged AS MATERIALIZED (
      SELECT r.*, ${refusalOf()}
      FROM unnest(${parameters(FIRST_COLUMN)}, ${ROW_KEY}::bigint[]) AS r (${columns}, key)
    )
    INSERT INTO usage_log (${columns})
    SELECT ${ROW_COLUMNS}, coalesce(refusal, status), duration_ms, credits_charged, is_replayed,
           ${ERROR_CODE}, CASE WHEN refusal IS NULL THEN error END
    FROM judged
    ${onConflict} RETURNING id, status`;

/** Fails when a row stands already: that is rare, and looking out for it costs every row. */
export const APPEND_NEW_ROWS = { name: 'append-new-rows', text: appendRows('') };

/**
 * Leaves a row alone that stands already, and answers with those it wrote this time: for
 * another try after a broken connection, or after a write whose commit was lost sight of.
 */
export const APPEND_ROWS = {
  name: 'append-rows',
  text: appendRows(OR_LEAVE_ALONE),
};

export type ReadStatements = Record<'once' | 'again', { name: string; text: string }>;

/**
 * The same for reads that are part of the statement: it also finds, for each row `r`, what
 * its request asks for (`from`, by `r.target`), and says 404 where there is nothing
 * (with the error `MISSING`). Answers with id, status, whether the row was written this time,
 * and the columns. Both statements as of `APPEND_NEW_ROWS` and `APPEND_ROWS`.
 */
export function readAndAppend(plan: {
  name: string;
  columns: Record<string, string>;
  from: string;
}): ReadStatements {
  const expressions = Object.values(plan.columns);
  const found = expressions.map((_, index) => `found_${index}`).join(', ');
  const named = expressions.map((sql, index) => `${sql} AS found_${index}`).join(', ');
  const text = ({ onConflict, isStored }: { onConflict: string; isStored: string }) => `
    WITH ${CHECKED_KEYS},
    answered AS MATERIALIZED (
      SELECT r.*, ${found}, ${refusalOf('WHEN is_found IS NULL THEN 404')}
      FROM unnest(${parameters(FIRST_COLUMN)}, ${ROW_KEY}::bigint[], ${TARGET}::uuid[])
             AS r (${columns}, key, target)
      LEFT JOIN LATERAL (
        SELECT true AS is_found, ${named} ${plan.from}
      ) AS f ON true
    ),
    stored AS (
      INSERT INTO usage_log (${columns})
      SELECT ${ROW_COLUMNS}, coalesce(refusal, status), duration_ms + (${MS_SPENT}), credits_charged,
             is_replayed, ${ERROR_CODE}, CASE refusal WHEN 404 THEN ${MISSING}::jsonb END
      FROM answered ${onConflict} RETURNING id
    )
    SELECT id, coalesce(refusal, status), ${isStored}, ${found} FROM answered`;
  return {
    once: {
      name: `read-${plan.name}`,
      text: text({ onConflict: '', isStored: 'true' }),
    },
    again: {
      name: `read-${plan.name}-again`,
      text: text({ onConflict: OR_LEAVE_ALONE, isStored: 'id IN (SELECT id FROM stored)' }),
    },
  };
}

/** Evaluated once, when the keys have been locked: what a request has waited for is in its row. */
const MS_SPENT = `SELECT (extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000)::integer`;

/** What stands in the log for ids of requests whose first commit was lost sight of. */
export const READ_STATUSES = {
  name: 'read-statuses',
  text: `
    SELECT l.id, l.status FROM unnest($1::uuid[], $2::uuid[]) AS wanted (workspace_id, id)
    JOIN usage_log l ON l.workspace_id = wanted.workspace_id AND l.id = wanted.id`,
};
