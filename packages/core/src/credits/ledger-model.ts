import type { Plan } from '@tented/db';
import { CREDITS_PER_MONTH, isDowngrade, periodEnd, periodStart, planAt } from './plans.ts';
import type { PlanState } from './plans.ts';

// The rules of the ledger once more, in memory and one step at a time: what the tests hold the
// database to. Nothing but tests may use it.

export type Step =
  | { kind: 'charge'; credits: number; isLate: boolean }
  | { kind: 'charge each'; items: number; isLate: boolean }
  /** Of one of the charges made so far, counted round. */
  | { kind: 'refund'; of: number }
  | { kind: 'change plan'; plan: Plan; isForced: boolean }
  | { kind: 'turn the month' };

/** What the caller of a step is told. */
export type Told =
  | { charged: number; remaining: number }
  | { plan: Plan; from: Date }
  | 'refused'
  | 'refunded'
  | 'not refunded'
  | 'turned';

type Period = { allowance: number; used: number; refunded: number };
type Charge = { month: number; credits: number; isRefunded: boolean };
export type LedgerState = {
  now: Date;
  plan: PlanState;
  periods: ReadonlyMap<number, Period>;
  charges: readonly Charge[];
};

export function openLedger(plan: Plan, now: Date): LedgerState {
  return {
    now,
    plan: { plan, planNext: null, planNextFrom: null },
    periods: new Map(),
    charges: [],
  };
}

/** A late request arrived in the last millisecond of the month before. */
export function arrivalOf(step: Step, now: Date): Date {
  const isLate = 'isLate' in step && step.isLate;
  return isLate ? new Date(periodStart(now).getTime() - 1) : now;
}

/** What a step comes to, and what it leaves. */
export function take(state: LedgerState, step: Step): { told: Told; after: LedgerState } {
  switch (step.kind) {
    case 'charge':
      return spend(state, arrivalOf(step, state.now), [step.credits]);
    case 'charge each': {
      const at = arrivalOf(step, state.now);
      const { allowance, used } = periodAt(state, at);
      const granted = Math.min(step.items, Math.max(0, allowance - used));
      return spend(
        state,
        at,
        Array.from({ length: granted }, () => 1),
      );
    }
    case 'refund':
      return giveBack(state, step.of % Math.max(1, state.charges.length));
    case 'change plan':
      return setPlan(state, step);
    case 'turn the month':
      return { told: 'turned', after: { ...state, now: periodEnd(state.now) } };
  }
}

function periodAt({ plan, periods }: LedgerState, at: Date): Period {
  const fresh = { allowance: CREDITS_PER_MONTH[planAt(plan, at)], used: 0, refunded: 0 };
  return periods.get(periodStart(at).getTime()) ?? fresh;
}

function spend(state: LedgerState, at: Date, entries: readonly number[]) {
  const month = periodStart(at).getTime();
  const period = periodAt(state, at);
  const credits = entries.reduce((sum, each) => sum + each, 0);
  const used = period.used + credits;
  if (credits === 0 || used > period.allowance) return { told: 'refused' as const, after: state };
  return {
    told: { charged: credits, remaining: period.allowance - used },
    after: {
      ...state,
      periods: new Map(state.periods).set(month, { ...period, used }),
      charges: [
        ...state.charges,
        ...entries.map((each) => ({ month, credits: each, isRefunded: false })),
      ],
    },
  };
}

function giveBack(state: LedgerState, index: number) {
  const charge = state.charges[index];
  if (!charge || charge.isRefunded) return { told: 'not refunded' as const, after: state };
  const { month, credits } = charge;
  const period = state.periods.get(month);
  if (!period) throw new Error('A charge without a period.');
  const { used, refunded } = period;
  const lighter = { ...period, used: used - credits, refunded: refunded + credits };
  return {
    told: 'refunded' as const,
    after: {
      ...state,
      periods: new Map(state.periods).set(month, lighter),
      charges: state.charges.with(index, { ...charge, isRefunded: true }),
    },
  };
}

function setPlan(state: LedgerState, { plan, isForced }: { plan: Plan; isForced: boolean }) {
  const before = planAt(state.plan, state.now);
  const isLater = isDowngrade(before, plan) && !isForced;
  const from = isLater ? periodEnd(state.now) : state.now;
  const periods = new Map(state.periods);
  for (const [month, period] of periods) {
    if (month < periodStart(from).getTime()) continue;
    periods.set(month, { ...period, allowance: CREDITS_PER_MONTH[plan] });
  }
  return {
    told: { plan, from },
    after: {
      ...state,
      periods,
      plan: isLater
        ? { plan: before, planNext: plan, planNextFrom: from }
        : { plan, planNext: null, planNextFrom: null },
    },
  };
}
