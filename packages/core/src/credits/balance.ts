import type { Db, Plan } from '@tented/db';
import { notFound } from '../errors.ts';
import { CREDITS_PER_MONTH, periodEnd, periodStart, planAt } from './plans.ts';

export type Balance = {
  plan: Plan;
  /** Credits of the month, all told. */
  allowance: number;
  /** Charges less refunds. */
  used: number;
  refunded: number;
  /** What can still be spent; 0 when a forced downgrade left more used than allowed. */
  remaining: number;
  periodStart: Date;
  /** Exclusive: the first instant of the next month. */
  periodEnd: Date;
};

/** This month's credits. A month without a charge has no row yet: its allowance is the plan's. */
export async function getBalance(
  db: Db,
  { workspaceId, at }: { workspaceId: string; at: Date },
): Promise<Balance> {
  const startsAt = periodStart(at);
  const workspace = await db.workspace.findUnique({
    where: { id: workspaceId },
    select: {
      plan: true,
      planNext: true,
      planNextFrom: true,
      creditPeriods: { where: { startsAt } },
    },
  });
  if (!workspace) throw notFound('Workspace');

  const plan = planAt(workspace, at);
  const period = workspace.creditPeriods[0];
  const allowance = period?.allowance ?? CREDITS_PER_MONTH[plan];
  const used = period?.used ?? 0;
  return {
    plan,
    allowance,
    used,
    refunded: period?.refunded ?? 0,
    remaining: Math.max(0, allowance - used),
    periodStart: startsAt,
    periodEnd: periodEnd(at),
  };
}
