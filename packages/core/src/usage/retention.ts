import type { Plan } from '@tented/db';

/** For how many days a plan shows the usage log. */
export const RETENTION_DAYS = { free: 7, pro: 90, max: 400 } as const satisfies Record<
  Plan,
  number
>;

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * From where on a plan shows the log: a first instant of a day (UTC), so that what is shown
 * does not shrink between two looks at it. Older rows are hidden, not removed: an upgrade
 * brings them back.
 */
export function visibleSince(plan: Plan, at: Date): Date {
  const today = Math.floor(at.getTime() / DAY_MS) * DAY_MS;
  return new Date(today - RETENTION_DAYS[plan] * DAY_MS);
}

/** Before this moment no plan shows anything. */
export function keptSince(at: Date): Date {
  const moments = Object.keys(RETENTION_DAYS).map((plan) => visibleSince(plan as Plan, at));
  return moments.reduce((oldest, moment) => (moment < oldest ? moment : oldest));
}
