import type { Db, SqlTx } from '@tented/db';
import type { Caller } from '../caller.ts';
import { getBalance } from './balance.ts';
import { periodStart } from './plans.ts';

/** Shares of the allowance, in per cent, at which people are told. */
export const ALERT_THRESHOLDS = [80, 100] as const;

type Crossing = { before: number; after: number; allowance: number };

/** The thresholds that lie between what was used before a charge and after it. */
export function crossedThresholds({ before, after, allowance }: Crossing): number[] {
  const isReached = (used: number, threshold: number) => used * 100 >= threshold * allowance;
  return ALERT_THRESHOLDS.filter(
    (threshold) => isReached(after, threshold) && !isReached(before, threshold),
  );
}

/**
 * Notes the thresholds that a charge has crossed, and leaves a mail for each owner and admin, in
 * the transaction of the charge. Each threshold counts once in a month, whatever is refunded
 * meanwhile: the primary key decides. A charge that crosses both is told as one.
 */
export async function raiseAlerts(
  tx: SqlTx,
  { workspaceId, at }: Pick<Caller, 'workspaceId' | 'at'>,
  crossing: Crossing,
): Promise<void> {
  const thresholds = crossedThresholds(crossing);
  if (thresholds.length === 0) return;
  const { after, allowance } = crossing;
  await tx.query({
    name: 'raise-alerts',
    text: RAISE_ALERTS,
    values: [workspaceId, periodStart(at), thresholds, at, after, allowance],
  });
}

const RAISE_ALERTS = `
  WITH raised AS (
    INSERT INTO credit_alert (workspace_id, starts_at, threshold, created_at)
    SELECT $1, $2, threshold, $4 FROM unnest($3::smallint[]) AS t (threshold)
    ON CONFLICT (workspace_id, starts_at, threshold) DO NOTHING
    RETURNING threshold
  )
  INSERT INTO mail (workspace_id, id, kind, recipient, data, created_at, next_try_at)
  SELECT w.id, gen_random_uuid(), 'credit_alert', u.email,
         jsonb_build_object('threshold', highest.threshold, 'used', $5::int, 'allowance', $6::int,
                            'workspaceName', w.name, 'slug', w.slug, 'startsAt', $2::timestamptz),
         $4, $4
  FROM (SELECT max(threshold) AS threshold FROM raised HAVING count(*) > 0) AS highest
  JOIN workspace w ON w.id = $1
  JOIN member m ON m.workspace_id = w.id AND m.role IN ('owner', 'admin')
  JOIN auth_user u ON u.id = m.user_id`;

/** What a member sees in the app of this month's alerts: the highest that still holds. */
export type CreditNotice = {
  threshold: number;
  used: number;
  allowance: number;
  remaining: number;
  periodStart: Date;
  periodEnd: Date;
};

/**
 * Null when nothing was raised, the member has put it away, or it holds no more because of a
 * refund or an upgrade.
 */
export async function findCreditNotice(
  db: Db,
  { workspaceId, userId, at }: { workspaceId: string; userId: string; at: Date },
): Promise<CreditNotice | null> {
  const alert = await db.creditAlert.findFirst({
    where: { workspaceId, startsAt: periodStart(at) },
    orderBy: { threshold: 'desc' },
    include: { dismissals: { where: { userId } } },
  });
  if (!alert || alert.dismissals.length > 0) return null;
  const balance = await getBalance(db, { workspaceId, at });
  const { used, allowance, remaining, periodEnd } = balance;
  if (used * 100 < alert.threshold * allowance) return null;
  const { threshold } = alert;
  return { threshold, used, allowance, remaining, periodStart: balance.periodStart, periodEnd };
}

/** Puts this month's alerts up to a threshold away, for one member. */
export async function dismissCreditNotice(
  db: Db,
  input: { workspaceId: string; userId: string; threshold: number; at: Date },
): Promise<void> {
  const { workspaceId, userId, threshold, at } = input;
  const alerts = await db.creditAlert.findMany({
    where: { workspaceId, startsAt: periodStart(at), threshold: { lte: threshold } },
  });
  await db.creditAlertDismissal.createMany({
    data: alerts.map(({ startsAt, threshold }) => ({ workspaceId, startsAt, threshold, userId })),
    skipDuplicates: true,
  });
}
