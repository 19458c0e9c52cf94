import { COLUMN_NAMES, COLUMN_TYPES } from './usage-row.ts';

/** How stale `last_used_at` may be, so that a busy key is not written for every request. */
export const LAST_USED_LAG_MS = 1_000;

const columns = COLUMN_NAMES.join(', ');
const parameters = (first: number) =>
  COLUMN_TYPES.map((type, index) => `$${first + index}::${type}[]`).join(', ');

/**
 * The keys of `$1` (workspace ids) and `$2` (key ids) that are live at `$3`, with the plan of
 * their workspace, each locked FOR KEY SHARE until the transaction ends: deleting a key waits
 * for that lock. Locked in the order of ids, so that two batches cannot deadlock.
 */
const LIVE_KEYS = `
  SELECT k.workspace_id, k.id,
         (CASE WHEN w.plan_next_from <= $3 THEN w.plan_next ELSE w.plan END)::text AS plan
  FROM unnest($1::uuid[], $2::uuid[]) AS wanted (workspace_id, id)
  JOIN api_key k ON k.workspace_id = wanted.workspace_id AND k.id = wanted.id
  JOIN workspace w ON w.id = k.workspace_id
  WHERE k.deleted_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $3)
  ORDER BY k.id FOR KEY SHARE OF k`;

/**
 * Sent twice in a transaction, under two names; the second answer counts. KEY SHARE does not
 * conflict with the update that marks a key as deleted, so a statement that had to wait
 * locks the row without reading it again, and may return a key that was deleted meanwhile.
 * The second statement has a snapshot that was taken under the locks of the first.
 */
export const LOCK_KEYS = { name: 'lock-keys', text: LIVE_KEYS };
export const READ_LOCKED_KEYS = { name: 'read-locked-keys', text: LIVE_KEYS };

/** Marks keys (`workspace_id`, `id` of the named relation) as used at `$3`; never waits. */
const touchKeys = (relation: string) => `
  UPDATE api_key k SET last_used_at = $3::timestamptz
  FROM (
    SELECT k2.workspace_id, k2.id FROM api_key k2
    JOIN ${relation} r ON r.workspace_id = k2.workspace_id AND r.id = k2.id
    WHERE k2.last_used_at IS NULL OR k2.last_used_at < $3::timestamptz - interval '${LAST_USED_LAG_MS} ms'
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
 * One statement, one commit, for many answers of reads and refusals. A request that is sent
 * after a deletion has returned has a later snapshot than the mark, so one look is enough: checks the keys, writes the rows, and answers
 * with each key's plan (null = the key is gone). A row whose answer depended on its key (`needs_key`, `$17`)
 * says 401 when the key is gone and 403 when the plan has lost API access, whatever was
 * about to be answered. A row that stands already is left alone: the statement may be run
 * again after a broken connection, and `stored` tells which rows it wrote this time.
 */
export const APPEND_ROWS = {
  name: 'append-rows',
  text: `
    WITH live AS MATERIALIZED (${LIVE_KEYS}),
    touched AS (${touchKeys('live')}),
    stored AS (
      INSERT INTO usage_log (${columns})
      SELECT r.workspace_id, r.id, r.key_id, r.occurred_at, r.method, r.path, r.route,
             CASE WHEN is_gone THEN 401 WHEN is_free THEN 403 ELSE r.status END,
             r.duration_ms, r.credits_charged, r.is_replayed,
             CASE WHEN is_gone THEN 'unauthorized' WHEN is_free THEN 'plan_required' ELSE r.error_code END,
             CASE WHEN is_gone OR is_free THEN NULL ELSE r.error END
      FROM unnest(${parameters(4)}, $17::boolean[])
             AS r (${columns}, needs_key)
      LEFT JOIN live l ON l.workspace_id = r.workspace_id AND l.id = r.key_id,
      LATERAL (SELECT r.needs_key AND l.id IS NULL AS is_gone,
                      r.needs_key AND l.plan = 'free' AS is_free) AS verdict
      ON CONFLICT (workspace_id, id) DO NOTHING
      RETURNING id, key_id
    )
    SELECT s.id, l.plan FROM stored s LEFT JOIN live l ON l.id = s.key_id`,
};

/** What stands in the log for ids of requests whose first commit was lost sight of. */
export const READ_STATUSES = {
  name: 'read-statuses',
  text: `
    SELECT l.id, l.status FROM unnest($1::uuid[], $2::uuid[]) AS wanted (workspace_id, id)
    JOIN usage_log l ON l.workspace_id = wanted.workspace_id AND l.id = wanted.id`,
};
