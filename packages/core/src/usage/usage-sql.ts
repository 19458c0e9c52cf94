import { COLUMN_NAMES, COLUMN_TYPES } from './usage-row.ts';

/** How stale `last_used_at` may be, so that a busy key is not written for every request. */
export const LAST_USED_LAG_MS = 1_000;

const columns = COLUMN_NAMES.join(', ');
const parameters = (first: number) =>
  COLUMN_TYPES.map((type, index) => `$${first + index}::${type}[]`).join(', ');
/** Of `APPEND_ROWS`, behind keys, now and the columns: of each row, and then of each key. */
const [NEEDS_KEY = '', ROW_SECRET = '', KEY_SECRET = ''] = [0, 1, 2].map(
  (index) => `$${4 + COLUMN_TYPES.length + index}`,
);

/**
 * The keys of `$1` (workspace ids) and `$2` (key ids) that are live at `$3` for the secret that
 * was used (`secretNumbers`), with the plan of their workspace, each locked FOR KEY SHARE until
 * the transaction ends: deleting a key waits for that lock, and so does ending a secret. Locked
 * in the order of ids, so that two batches cannot deadlock. `ends_previous`: this is the first
 * use of a secret that was to end the one before it.
 */
const liveKeys = (secretNumbers: string) => `
  SELECT k.workspace_id, k.id, wanted.secret_number,
         (CASE WHEN w.plan_next_from <= $3 THEN w.plan_next ELSE w.plan END)::text AS plan,
         k.previous_until_used AND k.secret_number = wanted.secret_number AS ends_previous
  FROM unnest($1::uuid[], $2::uuid[], ${secretNumbers}::integer[])
         AS wanted (workspace_id, id, secret_number)
  JOIN api_key k ON k.workspace_id = wanted.workspace_id AND k.id = wanted.id
  JOIN workspace w ON w.id = k.workspace_id
  WHERE k.deleted_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $3)
    AND (k.secret_number = wanted.secret_number
         OR k.secret_number = wanted.secret_number + 1
            AND (k.previous_until > $3 OR k.previous_until_used))
  ORDER BY k.id FOR KEY SHARE OF k`;

/**
 * Sent twice in a transaction, under two names; the second answer counts. KEY SHARE does not
 * conflict with the update that marks a key as deleted, so a statement that had to wait
 * locks the row without reading it again, and may return a key that was deleted meanwhile.
 * The second statement has a snapshot that was taken under the locks of the first.
 */
export const LOCK_KEYS = { name: 'lock-keys', text: liveKeys('$4') };
export const READ_LOCKED_KEYS = { name: 'read-locked-keys', text: liveKeys('$4') };

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

/**
 * Marks keys (`workspace_id`, `id` of the named relation) as used at `$3`, where the
 * condition `also` on `k2` holds; never waits.
 */
const touchKeys = (relation: string, also = 'TRUE') => `
  UPDATE api_key k SET last_used_at = $3::timestamptz
  FROM (
    SELECT k2.workspace_id, k2.id FROM api_key k2
    JOIN ${relation} r ON r.workspace_id = k2.workspace_id AND r.id = k2.id
    WHERE (k2.last_used_at IS NULL OR k2.last_used_at < $3::timestamptz - interval '${LAST_USED_LAG_MS} ms')
      AND ${also}
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
 * One statement, one commit, for many answers of reads and refusals: checks the keys, writes
 * the rows, and answers with the status that each has. A request that is sent after a
 * deletion has returned has a later snapshot than the mark, so one look is enough. A row whose
 * answer depended on its key (`needs_key`) says 401 when the key, or the secret that was
 * used, is gone and 403 when the plan has lost API access, whatever was about to be
 * answered. A row that stands already is left alone: the statement may be run again after a
 * broken connection, and `stored` tells which rows it wrote this time.
 */
export const APPEND_ROWS = {
  name: 'append-rows',
  text: `
    WITH live AS MATERIALIZED (${liveKeys(KEY_SECRET)}),
    ended AS (${endPrevious('live')}),
    touched AS (${touchKeys('live', 'k2.id NOT IN (SELECT id FROM ended)')}),
    stored AS (
      INSERT INTO usage_log (${columns})
      SELECT r.workspace_id, r.id, r.key_id, r.occurred_at, r.method, r.path, r.route,
             CASE WHEN is_gone THEN 401 WHEN is_free THEN 403 ELSE r.status END,
             r.duration_ms, r.credits_charged, r.is_replayed,
             CASE WHEN is_gone THEN 'unauthorized' WHEN is_free THEN 'plan_required' ELSE r.error_code END,
             CASE WHEN is_gone OR is_free THEN NULL ELSE r.error END
      FROM unnest(${parameters(4)}, ${NEEDS_KEY}::boolean[], ${ROW_SECRET}::integer[])
             AS r (${columns}, needs_key, secret_number)
      LEFT JOIN live l ON l.workspace_id = r.workspace_id AND l.id = r.key_id
                      AND l.secret_number = r.secret_number,
      LATERAL (SELECT r.needs_key AND l.id IS NULL AS is_gone,
                      r.needs_key AND l.plan = 'free' AS is_free) AS verdict
      ON CONFLICT (workspace_id, id) DO NOTHING
      RETURNING id, status
    )
    SELECT id, status FROM stored`,
};

/** What stands in the log for ids of requests whose first commit was lost sight of. */
export const READ_STATUSES = {
  name: 'read-statuses',
  text: `
    SELECT l.id, l.status FROM unnest($1::uuid[], $2::uuid[]) AS wanted (workspace_id, id)
    JOIN usage_log l ON l.workspace_id = wanted.workspace_id AND l.id = wanted.id`,
};
