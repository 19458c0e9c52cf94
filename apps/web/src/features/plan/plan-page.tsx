import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SettingsPage } from '../../app/settings-page.tsx';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { useWorkspace, type Workspace } from '../session/use-session.ts';
import { PendingChange } from './pending-change.tsx';
import { PlanCard } from './plan-card.tsx';
import { PLANS } from './plan-changes.ts';
import classes from './plan-page.module.css';

export function PlanPage() {
  const workspace = useWorkspace();
  if (!workspace) return null;

  return (
    <SettingsPage
      title="Plan"
      text={
        workspace.role === 'owner'
          ? 'An upgrade counts at once, a downgrade from the next month.'
          : 'What this workspace may do. Only an owner can change the plan.'
      }
    >
      <Plans workspace={workspace} />
    </SettingsPage>
  );
}

function Plans({ workspace }: { workspace: Workspace }) {
  const slug = { workspace: workspace.slug };
  const plan = useQuery(trpc.plan.get.queryOptions(slug));
  const balance = useQuery(trpc.credits.balance.queryOptions(slug));
  const error = plan.error ?? balance.error;

  if (error && !(plan.data && balance.data)) {
    return (
      <ErrorState
        title="The plan could not be loaded"
        failure={failureOf(error)}
        onRetry={() => void Promise.all([plan.refetch(), balance.refetch()])}
      />
    );
  }
  const state = plan.data && balance.data ? { ...balance.data, ...plan.data } : null;
  return (
    <>
      {state?.next && <PendingChange workspace={workspace} next={state.next} state={state} />}
      <div className={classes.plans}>
        {PLANS.map((name) =>
          state ? (
            <PlanCard key={name} workspace={workspace} plan={name} state={state} />
          ) : (
            <Skeleton key={name} height="17rem" radius="lg" />
          ),
        )}
      </div>
    </>
  );
}
