import type { SqlTx } from '@tented/db';
import type { Caller } from '../caller.ts';
import { AppError } from '../errors.ts';
import { newId } from '../ids.ts';
import { raiseAlerts } from './alerts.ts';
import { CREDITS_PER_MONTH, periodStart, secondsToNextPeriod } from './plans.ts';

export type Charged = { entryId: string; remaining: number };

type Payer = Pick<Caller, 'workspaceId' | 'requestId' | 'at'>;

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
  caller: Payer,
  {
    action,
    credits,
    entryId = newId(),
  }: {
    action: string;
    credits: number;
    /** Made by whoever has to name it before. */ entryId?: string;
  },
): Promise<Charged> {
  if (!Number.isInteger(credits) || credits < 1) throw new Error(`Bad credits: ${credits}`);
  const remaining = await take(tx, caller, { action, entries: [{ id: entryId, credits }] });
  if (remaining === undefined) throw await insufficient(tx, caller, credits);
  return { entryId, remaining };
}

/**
 * Charges one credit for each of the entries, in their order, as far as the month goes: the
 * first `granted` of them are paid, each by a ledger entry of its own, so that each can be
 * refunded by itself. Throws `insufficient_credits` when not even one is.
 */
export async function chargeEach(
  tx: SqlTx,
  caller: Payer,
  { action, entryIds }: { action: string; entryIds: string[] },
): Promise<{ granted: number; remaining: number }> {
  const left = await lockPeriod(tx, caller);
  const granted = Math.min(entryIds.length, left);
  if (granted < 1) throw await insufficient(tx, caller, entryIds.length);
  const entries = entryIds.slice(0, granted).map((id) => ({ id, credits: 1 }));
  const remaining = await take(tx, caller, { action, entries });
  if (remaining === undefined) throw new Error('The period changed under its lock.');
  return { granted, remaining };
}

/** What is left after it; undefined when the month cannot pay all of the entries. */
async function take(
  tx: SqlTx,
  caller: Payer,
  { action, entries }: { action: string; entries: { id: string; credits: number }[] },
): Promise<number | undefined> {
  const credits = entries.reduce((sum, entry) => sum + entry.credits, 0);
  const { rows } = await tx.query<{ used: number; allowance: number }>({
    name: 'charge',
    text: CHARGE,
    values: [
      caller.workspaceId,
      periodStart(caller.at),
      credits,
      caller.at,
      entries.map(({ id }) => id),
      action,
      caller.requestId,
      entries.map(({ credits }) => credits),
    ],
  });
  if (!rows[0]) return undefined;
  const { used, allowance } = rows[0];
  await raiseAlerts(tx, caller, { before: used - credits, after: used, allowance });
  return allowance - used;
}

/** Locks the month's row, opening the month where it has none, and answers with what is left. */
async function lockPeriod(tx: SqlTx, { workspaceId, at }: Payer): Promise<number> {
  const values = [workspaceId, periodStart(at)];
  const [, { rows }] = await Promise.all([
    tx.query({ name: 'open-period', text: OPEN_PERIOD, values: [...values, at] }),
    tx.query<{ remaining: number }>({ name: 'lock-period', text: LOCK_PERIOD, values }),
  ]);
  return Math.max(0, rows[0]?.remaining ?? 0);
}

/** What the month can still pay; 0 when a forced downgrade left more used than allowed. */
export async function creditsLeft(
  tx: SqlTx,
  { workspaceId, at }: Pick<Payer, 'workspaceId' | 'at'>,
): Promise<number> {
  const { rows } = await tx.query<{ remaining: number }>({
    name: 'credits-left',
    text: CREDITS_LEFT,
    values: [workspaceId, periodStart(at), at],
  });
  return Math.max(0, rows[0]?.remaining ?? 0);
}

async function insufficient(tx: SqlTx, caller: Payer, credits: number): Promise<AppError> {
  const { at } = caller;
  const remaining = await creditsLeft(tx, caller);
  const price = `${credits} ${credits === 1 ? 'credit' : 'credits'}`;
  return new AppError(
    'insufficient_credits',
    `This request costs ${price}; this month has ${remaining} left.`,
    {
      retryAfterSeconds: secondsToNextPeriod(at),
      details: { credits_required: credits, credits_remaining: remaining },
    },
  );
}

/** The allowance of workspace `$1` by the plan in force at the moment that `at` names. */
const allowanceAt = (at: string) => `
  CASE CASE WHEN plan_next_from <= ${at} THEN plan_next ELSE plan END
    WHEN 'pro' THEN ${CREDITS_PER_MONTH.pro} WHEN 'max' THEN ${CREDITS_PER_MONTH.max}
    ELSE ${CREDITS_PER_MONTH.free} END`;

// CHECKs look at the proposed row even where the one that stands is updated instead: on a plan
// that has come to grant less than the price, it must be a row that could stand.
const CHARGE = `
  WITH workspace_now AS (
    SELECT id, ${allowanceAt('$4')} AS allowance FROM workspace WHERE id = $1 FOR SHARE
  ), period AS (
    INSERT INTO credit_period AS p (workspace_id, starts_at, allowance, allowance_max, used)
    SELECT id, $2, allowance, greatest(allowance, $3), $3 FROM workspace_now
    WHERE allowance >= $3 OR EXISTS (SELECT FROM credit_period WHERE workspace_id = $1 AND starts_at = $2)
    ON CONFLICT (workspace_id, starts_at) DO UPDATE SET used = p.used + $3
      WHERE p.used + $3 <= p.allowance
    RETURNING workspace_id, starts_at, used, allowance
  ), entry AS (
    INSERT INTO credit_entry (workspace_id, id, starts_at, kind, credits, action, request_id, created_at)
    SELECT workspace_id, e.id, starts_at, 'charge', e.credits, $6, $7, $4
    FROM period, unnest($5::uuid[], $8::int[]) AS e (id, credits)
  )
  SELECT used, allowance FROM period`;

const OPEN_PERIOD = `
  INSERT INTO credit_period (workspace_id, starts_at, allowance, allowance_max, used)
  SELECT id, $2, ${allowanceAt('$3')}, ${allowanceAt('$3')}, 0 FROM workspace WHERE id = $1 FOR SHARE
  ON CONFLICT (workspace_id, starts_at) DO NOTHING`;

const LOCK_PERIOD = `
  SELECT allowance - used AS remaining FROM credit_period
  WHERE workspace_id = $1 AND starts_at = $2 FOR NO KEY UPDATE`;

const CREDITS_LEFT = `
  SELECT coalesce((SELECT allowance - used FROM credit_period
                   WHERE workspace_id = $1 AND starts_at = $2), ${allowanceAt('$3')}) AS remaining
  FROM workspace WHERE id = $1`;
