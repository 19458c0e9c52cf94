import { inTransaction, type Pool, type SqlTx } from '@tented/db';

/** An hour is sealed when it has been over for so long. Half of it is what a late row is told by (0004). */
const SEAL_AFTER = `interval '1 hour'`;
/** Hours that one transaction adds up at most. */
const HOURS_MAX = 24;
const HOUR_MS = 60 * 60 * 1_000;
/** Longer than a request may take: a busy day has millions of rows. */
const STATEMENT_TIMEOUT_MS = 60_000;

export type Sealed = {
  /** Hours added up, those included that had been added up before and were touched since. */
  hours: number;
  /**
   * False where something was left for the next round: somebody else was at it, or a transaction
   * was open, on any database of this PostgreSQL, that may still write into those hours.
   */
  isComplete: boolean;
};

/**
 * Adds up the hours of every workspace that ended more than an hour ago and have not been added
 * up, or were touched since. Safe to run at any time, on any number of servers at once, and to
 * break off: charts are right whatever has been sealed.
 */
export async function sealUsage(pool: Pool, signal?: AbortSignal): Promise<Sealed> {
  const horizon = await readHorizon(pool);
  const { rows } = await pool.query<{ id: string }>({ text: UNSEALED, values: [horizon.until] });
  let hours = 0;
  let isComplete = true;
  for (const { id } of rows) {
    const work = { workspaceId: id, horizon };
    for (const step of [sealTouchedHours, sealNextHours]) {
      let sealed: number | undefined;
      do {
        if (signal?.aborted) return { hours, isComplete: false };
        sealed = await inTransaction(pool, (tx) => underSealLock(tx, work, step));
        hours += sealed ?? 0;
      } while (sealed);
      if (sealed === undefined) isComplete = false;
    }
  }
  return { hours, isComplete };
}

/**
 * Until when to seal, and what sealing has to wait for: whoever has written into those hours
 * without being told that it was late had a transaction id below `xid` by now.
 */
type Horizon = { until: Date; xid: string };

async function readHorizon(pool: Pool): Promise<Horizon> {
  const { rows } = await pool.query<Horizon>(
    `SELECT date_trunc('hour', clock_timestamp() - ${SEAL_AFTER}, 'UTC') AS until,
            pg_snapshot_xmax(pg_current_snapshot())::text AS xid`,
  );
  return rows[0]!;
}

type Work = { workspaceId: string; horizon: Horizon };

/** Undefined where this workspace has to wait for the next round, which comes soon. */
async function underSealLock(
  tx: SqlTx,
  work: Work,
  step: (tx: SqlTx, work: Work) => Promise<number>,
): Promise<number | undefined> {
  await tx.query(`SET LOCAL statement_timeout = ${STATEMENT_TIMEOUT_MS}`);
  const { rows } = await tx.query<{ isFree: boolean }>(
    `SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $2::xid8
              AND pg_try_advisory_xact_lock(usage_seal_lock($1::uuid)) AS "isFree"`,
    [work.workspaceId, work.horizon.xid],
  );
  // The next statement has a snapshot taken under the lock: it sees all that was written before.
  return rows[0]?.isFree ? step(tx, work) : undefined;
}

/** The next stretch of hours with rows in them, and up to there the seal moves. */
async function sealNextHours(tx: SqlTx, { workspaceId, horizon }: Work): Promise<number> {
  const { rows } = await tx.query<{ first: Date }>(FIRST_UNSEALED, [workspaceId, horizon.until]);
  const first = rows[0]?.first;
  if (!first) return 0;

  const end = Math.min(first.getTime() + HOURS_MAX * HOUR_MS, horizon.until.getTime());
  const hours = Array.from(
    { length: (end - first.getTime()) / HOUR_MS },
    (_, index) => new Date(first.getTime() + index * HOUR_MS),
  );
  await addUp(tx, workspaceId, hours);
  await tx.query(
    `INSERT INTO usage_seal (workspace_id, sealed_until) VALUES ($1, $2)
     ON CONFLICT (workspace_id) DO UPDATE SET sealed_until = excluded.sealed_until`,
    [workspaceId, new Date(end)],
  );
  return hours.length;
}

async function addUp(tx: SqlTx, workspaceId: string, hours: Date[]): Promise<void> {
  const statement = {
    text: ADD_UP,
    values: [workspaceId, hours],
    query_timeout: STATEMENT_TIMEOUT_MS,
  };
  await tx.query(statement);
}

/** Hours that were touched after they had been sealed. */
async function sealTouchedHours(tx: SqlTx, { workspaceId }: Work): Promise<number> {
  const { rows } = await tx.query<{ hour: Date; isSealed: boolean }>(TAKE_TOUCHED, [workspaceId]);
  const hours = rows.filter(({ isSealed }) => isSealed).map(({ hour }) => hour);
  await tx.query('DELETE FROM usage_hour WHERE workspace_id = $1 AND hour = ANY($2)', [
    workspaceId,
    hours,
  ]);
  await addUp(tx, workspaceId, hours);
  return rows.length;
}

// An hour that the seal has not reached yet needs no mark: the log counts for it anyway.
const TAKE_TOUCHED = `
  DELETE FROM usage_unsealed_hour u USING (
    SELECT t.workspace_id, t.hour, t.hour < coalesce(s.sealed_until, 'epoch') AS is_sealed
    FROM usage_unsealed_hour t LEFT JOIN usage_seal s ON s.workspace_id = t.workspace_id
    WHERE t.workspace_id = $1 ORDER BY t.hour LIMIT ${HOURS_MAX}
  ) due WHERE u.workspace_id = due.workspace_id AND u.hour = due.hour
  RETURNING u.hour, due.is_sealed AS "isSealed"`;

const UNSEALED = `
  SELECT w.id FROM workspace w LEFT JOIN usage_seal s ON s.workspace_id = w.id
  WHERE EXISTS (SELECT FROM usage_unsealed_hour u WHERE u.workspace_id = w.id)
     OR EXISTS (
       SELECT FROM usage_log l WHERE l.workspace_id = w.id
         AND l.id >= usage_log_first_id(coalesce(s.sealed_until, 'epoch'))
         AND l.id < usage_log_first_id($1::timestamptz))
  ORDER BY w.id`;

const FIRST_UNSEALED = `
  SELECT date_trunc('hour', l.occurred_at, 'UTC') AS first FROM usage_log l
  WHERE l.workspace_id = $1
    AND l.id >= usage_log_first_id(coalesce(
      (SELECT sealed_until FROM usage_seal WHERE workspace_id = $1), 'epoch'))
    AND l.id < usage_log_first_id($2::timestamptz)
  ORDER BY l.id LIMIT 1`;

// Stored in the order in which charts read it.
const ADD_UP = `
  INSERT INTO usage_hour
    (workspace_id, hour, key_id, method, status, is_charged, requests,
     credits_charged, credits_refunded, duration_ms)
  SELECT $1, h.hour, l.key_id, l.method, l.status, l.credits_charged > 0, count(*),
         sum(l.credits_charged), sum(l.credits_refunded), sum(l.duration_ms)
  FROM unnest($2::timestamptz[]) AS h (hour)
  JOIN usage_log l ON l.workspace_id = $1
    AND l.id >= usage_log_first_id(h.hour) AND l.id < usage_log_first_id(h.hour + interval '1 hour')
  GROUP BY h.hour, l.key_id, l.method, l.status, l.credits_charged > 0
  ORDER BY h.hour, l.key_id, l.method, l.status`;
