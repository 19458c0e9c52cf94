import { Title, VisuallyHidden } from '@mantine/core';
import { formatNumber } from '../../lib/format.ts';
import { IconCheck, IconX } from '../../ui/icons.ts';
import type { Workspace } from '../session/use-session.ts';
import { ChangePlan, type PlanAndBalance } from './change-plan.tsx';
import { moveTo, type Plan, PLAN_FEATURES, PLAN_NAMES } from './plan-changes.ts';
import classes from './plan-page.module.css';

type PlanCardProps = { workspace: Workspace; plan: Plan; state: PlanAndBalance };

export function PlanCard({ workspace, plan, state }: PlanCardProps) {
  const move = moveTo(plan, state);
  const isCurrent = plan === state.plan;
  const headingId = `plan-${plan}`;

  return (
    <section className={classes.plan} data-current={isCurrent} aria-labelledby={headingId}>
      <div>
        <div className={classes.name}>
          <Title order={2} id={headingId}>
            {PLAN_NAMES[plan]}
          </Title>
          {isCurrent && <span className={classes.badge}>Current plan</span>}
          {move === 'waiting' && <span className={classes.badge}>From next month</span>}
        </div>
        <p className={classes.credits}>
          <strong>{formatNumber(state.creditsPerMonth[plan])}</strong> credits a month
        </p>
      </div>
      <ul className={classes.features}>
        {PLAN_FEATURES[plan].map(({ text, isMissing }) => (
          <li key={text} data-missing={isMissing}>
            {isMissing ? (
              <IconX size={15} stroke={2} aria-hidden />
            ) : (
              <IconCheck size={15} stroke={2} aria-hidden />
            )}
            <span>
              {isMissing && <VisuallyHidden>Not included: </VisuallyHidden>}
              {text}
            </span>
          </li>
        ))}
      </ul>
      {workspace.role === 'owner' && (move === 'upgrade' || move === 'downgrade') && (
        <ChangePlan workspace={workspace.slug} plan={plan} state={state} />
      )}
    </section>
  );
}
