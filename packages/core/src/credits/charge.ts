import type { SqlTx } from '@tented/db';
import type { Caller } from '../caller.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import { CREDITS_PER_MONTH, periodStart, secondsToNextPeriod } from './plans.ts';

export type Charged = { entryId: string; remaining: number };

/**
 * Takes credits from this month's allowance and writes the ledger entry. It wants a
 * transaction: the charge, the write it pays for and its usage-log row commit together or
 * not at all. Throws `insufficient_credits` and leaves no trace when the month cannot pay.
 *
 * The check and the subtraction are one statement. The workspace row is locked in share
 * mode, so that a change of plan and the opening of a month cannot miss each other; a month
 * opens with its first charge, no job runs at midnight. The period's row is the hot one of
 * a workspace: charge last.
 */
export async function charge(
  tx: SqlTx,
  caller: Pick<Caller, 'workspaceId' | 'requestId' | 'at'>,
  { action, credits }: { action: string; credits: number },
): Promise<Charged> {
  if (!Number.isInteger(credits) || credits < 1) throw new Error(`Bad credits: ${credits}`);
  const entryId = newId();
  const { rows } = await tx.query<{ remaining: number }>({
    name: 'charge',
    text: CHARGE,
    values: [
      caller.workspaceId,
      periodStart(caller.at),
      credits,
      caller.at,
      entryId,
      action,
      caller.requestId,
    ],
  });
  const period = rows[0];
  if (!period) {
    throw new AppError(
      'insufficient_credits',
      `This request costs ${credits} ${credits === 1 ? 'credit' : 'credits'}, more than this month has left.`,
      { retryAfterSeconds: secondsToNextPeriod(caller.at) },
    );
  }
  return { entryId, remaining: period.remaining };
}

const CHARGE = `
  WITH workspace_now AS (
    SELECT id,
           CASE CASE WHEN plan_next_from <= $4 THEN plan_next ELSE plan END
             WHEN 'pro' THEN ${CREDITS_PER_MONTH.pro} WHEN 'max' THEN ${CREDITS_PER_MONTH.max}
             ELSE ${CREDITS_PER_MONTH.free} END AS allowance
    FROM workspace WHERE id = $1 FOR SHARE
  ), period AS (
    INSERT INTO credit_period AS p (workspace_id, starts_at, allowance, allowance_max, used)
    SELECT id, $2, allowance, allowance, $3 FROM workspace_now
    WHERE allowance >= $3 OR EXISTS (SELECT FROM credit_period WHERE workspace_id = $1 AND starts_at = $2)
    ON CONFLICT (workspace_id, starts_at) DO UPDATE SET used = p.used + $3
      WHERE p.used + $3 <= p.allowance
    RETURNING workspace_id, starts_at, allowance - used AS remaining
  ), entry AS (
    INSERT INTO credit_entry (workspace_id, id, starts_at, kind, credits, action, request_id, created_at)
    SELECT workspace_id, $5, starts_at, 'charge', $3, $6, $7, $4 FROM period
  )
  SELECT remaining FROM period`;
