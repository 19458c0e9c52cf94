import { CREDITS_PER_MONTH, periodEnd } from '@tented/core';
import type { Plan } from '@tented/db';

/** A change of plan as the harness made it; moments are of the servers' clock. */
export type PlanChange = { plan: Plan; from: Date; beganAt: Date; returnedAt: Date };

/**
 * The most credits that a month can have granted, by the harness's own record of the changes:
 * the largest allowance of the plans that were in force at some moment of it.
 */
export function mostGranted(
  { initialPlan, planChanges }: { initialPlan: Plan; planChanges: readonly PlanChange[] },
  startsAt: Date,
): number {
  const [start, end] = [startsAt.getTime(), periodEnd(startsAt).getTime()];
  const credits = spansOf(initialPlan, planChanges)
    .filter(({ from, until }) => from < end && until >= start)
    .map(({ plan }) => CREDITS_PER_MONTH[plan]);
  return Math.max(...credits);
}

type Span = { plan: Plan; from: number; until: number };

/** When each plan may have been in force. Around the moment of a change both were possible. */
function spansOf(initialPlan: Plan, changes: readonly PlanChange[]): Span[] {
  let spans: Span[] = [{ plan: initialPlan, from: -Infinity, until: Infinity }];
  for (const { plan, from, beganAt, returnedAt } of changes) {
    const [began, returned] = [beganAt.getTime(), returnedAt.getTime()];
    const before = spans.findLast((span) => span.from <= began && span.until > began);
    spans = spans
      .filter((span) => span.from <= returned)
      .map((span) => ({ ...span, until: Math.min(span.until, returned) }));
    const isLater = from.getTime() > began;
    if (isLater) spans.push({ plan: before?.plan ?? plan, from: began, until: from.getTime() - 1 });
    spans.push({ plan, from: isLater ? from.getTime() : began, until: Infinity });
  }
  return spans;
}
