import { Button, Text } from '@mantine/core';
import { failureOf } from '../../lib/failure.ts';
import { formatDateTime } from '../../lib/format.ts';
import { Moment } from '../../ui/moment.tsx';
import type { Workspace } from '../session/use-session.ts';
import { PLAN_NAMES, type PlanState } from './plan-changes.ts';
import classes from './plan-page.module.css';
import { useChangePlan } from './use-change-plan.ts';

type PendingChangeProps = {
  workspace: Workspace;
  next: NonNullable<PlanState['next']>;
  state: Pick<PlanState, 'plan'>;
};

/** A downgrade that waits for the next month, and the way back. */
export function PendingChange({ workspace, next, state: { plan } }: PendingChangeProps) {
  const change = useChangePlan();

  return (
    <section className={classes.pending} aria-label="Change that is waiting">
      <div>
        <Text>
          This workspace changes to <strong>{PLAN_NAMES[next.plan]}</strong> on{' '}
          <Moment iso={next.from}>{formatDateTime(next.from)}</Moment>.
        </Text>
        {change.error && (
          <Text role="alert" c="var(--mantine-color-error)" size="sm">
            {failureOf(change.error).message}
          </Text>
        )}
      </div>
      {workspace.role === 'owner' && (
        <Button
          variant="default"
          size="xs"
          loading={change.isPending}
          onClick={() => change.mutate({ workspace: workspace.slug, plan })}
        >
          Keep {PLAN_NAMES[plan]}
        </Button>
      )}
    </section>
  );
}
