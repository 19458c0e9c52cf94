import type { Plan } from '@tented/db';

/** Credits a plan grants for one calendar month. */
export const CREDITS_PER_MONTH = { free: 0, pro: 100, max: 1_000 } as const satisfies Record<
  Plan,
  number
>;

/** Pages that may be live at the same time. Those that are live when a plan ends stay so. */
export const LIVE_PAGES_MAX = { free: 0, pro: 500, max: 5_000 } as const satisfies Record<
  Plan,
  number
>;

const RANK = { free: 0, pro: 1, max: 2 } as const satisfies Record<Plan, number>;

/** What a workspace row says about its plan. */
export type PlanState = { plan: Plan; planNext: Plan | null; planNextFrom: Date | null };

/** The plan in force at a moment: a downgrade waits in `planNext` for its month. */
export function planAt({ plan, planNext, planNextFrom }: PlanState, at: Date): Plan {
  return planNext && planNextFrom && planNextFrom <= at ? planNext : plan;
}

export function isDowngrade(from: Plan, to: Plan): boolean {
  return RANK[to] < RANK[from];
}

export function hasApiAccess(plan: Plan): boolean {
  return plan !== 'free';
}

/** The first instant of the calendar month in UTC. */
export function periodStart(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1));
}

/** The first instant of the next month: a period's end is exclusive. */
export function periodEnd(at: Date): Date {
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
}

const MS_PER_SECOND = 1_000;

/** Whole seconds until the next period, at least one. */
export function secondsToNextPeriod(at: Date): number {
  return Math.max(1, Math.ceil((periodEnd(at).getTime() - at.getTime()) / MS_PER_SECOND));
}
