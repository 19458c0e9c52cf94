import type { Db } from '@tented/db';
import { firstIdAt } from '../ids.ts';
import { periodEnd, periodStart } from './plans.ts';

/** What each of the three books says of one workspace's month. */
export type MonthBooks = {
  ledger: { charged: number; refunded: number };
  log: { charged: number; refunded: number };
  /** The period's own row: charges less refunds, and the refunds. */
  counter: { used: number; refunded: number };
  isSame: boolean;
};

/**
 * Adds up one month of one workspace from the ledger and from the usage log, in one snapshot
 * with its counter: what `verifyCredits` does for all of them.
 */
export async function verifyMonth(
  db: Db,
  { workspaceId, at }: { workspaceId: string; at: Date },
): Promise<MonthBooks> {
  const startsAt = periodStart(at);
  const [sums] = await db.$queryRaw<[Sums]>`
    SELECT p.used, p.refunded, l.charged AS ledger_charged, l.refunded AS ledger_refunded,
           g.charged AS log_charged, g.refunded AS log_refunded
    FROM (
      SELECT coalesce(sum(used), 0)::int AS used, coalesce(sum(refunded), 0)::int AS refunded
      FROM credit_period WHERE workspace_id = ${workspaceId}::uuid AND starts_at = ${startsAt}
    ) p, (
      SELECT coalesce(sum(credits) FILTER (WHERE kind = 'charge'), 0)::int AS charged,
             coalesce(sum(credits) FILTER (WHERE kind = 'refund'), 0)::int AS refunded
      FROM credit_entry WHERE workspace_id = ${workspaceId}::uuid AND starts_at = ${startsAt}
    ) l, (
      SELECT coalesce(sum(credits_charged), 0)::int AS charged,
             coalesce(sum(credits_refunded), 0)::int AS refunded
      FROM usage_log
      WHERE workspace_id = ${workspaceId}::uuid AND credits_charged > 0
        AND id >= ${firstIdAt(startsAt)}::uuid AND id < ${firstIdAt(periodEnd(at))}::uuid
    ) g`;
  const ledger = { charged: sums.ledger_charged, refunded: sums.ledger_refunded };
  const log = { charged: sums.log_charged, refunded: sums.log_refunded };
  const { used, refunded } = sums;
  const isSame =
    ledger.charged === log.charged &&
    ledger.refunded === log.refunded &&
    ledger.charged - ledger.refunded === used &&
    ledger.refunded === refunded;
  return { ledger, log, counter: { used, refunded }, isSame };
}

type Sums = {
  used: number;
  refunded: number;
  ledger_charged: number;
  ledger_refunded: number;
  log_charged: number;
  log_refunded: number;
};
