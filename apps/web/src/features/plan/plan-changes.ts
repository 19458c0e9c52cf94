import type { Outputs } from '../../lib/trpc.ts';
import { formatCredits, formatDay, formatNumber } from '../../lib/format.ts';

export type PlanState = Outputs['plan']['get'];
export type Plan = PlanState['plan'];

export const PLANS = ['free', 'pro', 'max'] as const satisfies Plan[];
export const PLAN_NAMES = { free: 'Free', pro: 'Pro', max: 'Max' } as const;

/** What each plan means, in the order in which people compare. */
export const PLAN_FEATURES: Record<Plan, { text: string; isMissing?: true }[]> = {
  free: [
    { text: 'Members, brand and audit log' },
    { text: 'API access', isMissing: true },
    { text: 'Published pages', isMissing: true },
  ],
  pro: [
    { text: 'Members, brand and audit log' },
    { text: 'API access' },
    { text: '500 published pages' },
  ],
  max: [
    { text: 'Members, brand and audit log' },
    { text: 'API access' },
    { text: '5,000 published pages' },
    { text: 'Pages without “Made with Tented”' },
  ],
};

export type PlanMove = 'current' | 'upgrade' | 'downgrade' | 'keep' | 'waiting';

/** What choosing a plan would be. */
export function moveTo(
  plan: Plan,
  { plan: current, next }: Pick<PlanState, 'plan' | 'next'>,
): PlanMove {
  if (plan === current) return next ? 'keep' : 'current';
  if (plan === next?.plan) return 'waiting';
  return PLANS.indexOf(plan) > PLANS.indexOf(current) ? 'upgrade' : 'downgrade';
}

type Change = {
  plan: Plan;
  state: Pick<PlanState, 'plan' | 'next' | 'activeKeys' | 'creditsPerMonth'>;
  /** Credits used in this month. */
  used: number;
  /** When the next month begins. */
  periodEnd: string;
};

/** What a change does, said before it is made. */
export function consequencesOf({ plan, state, used, periodEnd }: Change): string[] {
  const name = PLAN_NAMES[plan];
  const credits = state.creditsPerMonth[plan];
  switch (moveTo(plan, state)) {
    case 'upgrade':
      return [
        `${name} counts at once: ${formatCredits(credits)} for this month, of which ${formatNumber(used)} are used.`,
        ...(state.plan === 'free' && state.activeKeys > 0
          ? [`${keysOf(state.activeKeys)} work again.`]
          : []),
      ];
    case 'downgrade':
      return [
        `Nothing changes before ${formatDay(periodEnd)}: until then ${PLAN_NAMES[state.plan]} stays as it is, and you can take this back.`,
        plan === 'free'
          ? `From then on the API is closed: ${keysOf(state.activeKeys)} answered with 403 until you upgrade again. Nothing is deleted.`
          : `From then on there are ${formatCredits(credits)} a month. When they are used up, requests that cost credits are refused until the next month.`,
        ...(state.plan === 'max' && plan === 'pro'
          ? ['Pages that are published stay so; new ones count against the lower limit.']
          : []),
      ];
    case 'keep':
      return [
        `${name} stays, and the change to ${PLAN_NAMES[state.next?.plan ?? plan]} is taken back.`,
      ];
    case 'current':
    case 'waiting':
      return [];
  }
}

function keysOf(count: number): string {
  if (count === 0) return 'requests are';
  return count === 1
    ? 'requests with your active key are'
    : `requests with your ${count} active keys are`;
}
