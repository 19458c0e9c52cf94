import { inTransaction, type Pool } from '@tented/db';

/** A month whose three books do not say the same. */
export type LedgerDifference = {
  workspace: string;
  startsAt: Date;
  used: number;
  /** Sum of the ledger entries. */
  ledger: number;
  /** Sum of the usage log, charged less refunded. */
  log: number;
  refunded: number;
  ledgerRefunded: number;
  logRefunded: number;
  allowanceMax: number;
};

const QUERY_TIMEOUT_MS = 60 * 60 * 1_000;

export type Verification = { periods: number; differences: LedgerDifference[] };

/**
 * Recomputes every month of every workspace, or one month (its first instant), from the ledger
 * and from the usage log, in one snapshot. Months in which only the ledger or only the log
 * speaks are differences too. For a month whose rows have been dropped, what was written down
 * of them speaks in place of the log.
 */
export async function verifyCredits(pool: Pool, month?: Date): Promise<Verification> {
  const rows = await inTransaction(pool, async (tx) => {
    // It reads the whole log, which may take longer than a request may.
    await tx.query('SET LOCAL statement_timeout = 0');
    const statement = { text: VERIFY, values: [month], query_timeout: QUERY_TIMEOUT_MS };
    return (await tx.query<LedgerDifference & { isSame: boolean }>(statement)).rows;
  });
  const differences = rows
    .filter(({ isSame }) => !isSame)
    .map(({ isSame: _, ...difference }) => difference);
  return { periods: rows.length, differences };
}

// The log row and the charge belong to the month in which the request arrived.
const VERIFY = `
  WITH ledger AS (
    SELECT workspace_id, starts_at,
           sum(CASE kind WHEN 'charge' THEN credits ELSE -credits END)::int AS used,
           coalesce(sum(credits) FILTER (WHERE kind = 'refund'), 0)::int AS refunded
    FROM credit_entry GROUP BY 1, 2
  ), log AS (
    SELECT l.workspace_id, date_trunc('month', occurred_at, 'UTC') AS starts_at,
           sum(credits_charged - credits_refunded)::int AS used,
           sum(credits_refunded)::int AS refunded
    FROM usage_log l
    WHERE credits_charged > 0 AND NOT EXISTS (
      SELECT FROM usage_closed_month c WHERE c.workspace_id = l.workspace_id
        AND c.starts_at = date_trunc('month', occurred_at, 'UTC'))
    GROUP BY 1, 2
    UNION ALL
    SELECT workspace_id, starts_at, credits_charged - credits_refunded, credits_refunded
    FROM usage_closed_month
  ), joined AS (
    SELECT workspace_id, starts_at,
           coalesce(p.used, 0) AS used, coalesce(p.refunded, 0) AS refunded,
           coalesce(p.allowance_max, 0) AS allowance_max,
           coalesce(l.used, 0) AS ledger, coalesce(l.refunded, 0) AS ledger_refunded,
           coalesce(g.used, 0) AS log, coalesce(g.refunded, 0) AS log_refunded
    FROM credit_period p
    FULL JOIN ledger l USING (workspace_id, starts_at)
    FULL JOIN log g USING (workspace_id, starts_at)
  )
  SELECT coalesce(w.slug, j.workspace_id::text) AS workspace, starts_at AS "startsAt",
         used, ledger, log, refunded, ledger_refunded AS "ledgerRefunded",
         log_refunded AS "logRefunded", allowance_max AS "allowanceMax",
         used = ledger AND used = log AND refunded = ledger_refunded
           AND refunded = log_refunded AND used BETWEEN 0 AND allowance_max AS "isSame"
  FROM joined j LEFT JOIN workspace w ON w.id = j.workspace_id
  WHERE $1::timestamptz IS NULL OR starts_at = $1
  ORDER BY 1, 2`;
