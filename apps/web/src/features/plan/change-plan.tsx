import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { Outputs } from '../../lib/trpc.ts';
import { useDialog } from '../../ui/use-dialog.ts';
import { moveTo, type Plan, PLAN_NAMES, type PlanState } from './plan-changes.ts';

const ChangePlanDialog = lazy(() => import('./change-plan-dialog.tsx'));

export type PlanAndBalance = PlanState & Pick<Outputs['credits']['balance'], 'used' | 'periodEnd'>;

type ChangePlanProps = { workspace: string; plan: Plan; state: PlanAndBalance };

export function ChangePlan({ workspace, plan, state }: ChangePlanProps) {
  const { isOpen, open, onClosed } = useDialog();
  const isUpgrade = moveTo(plan, state) === 'upgrade';

  return (
    <>
      <Button {...(!isUpgrade && { variant: 'default' })} fullWidth onClick={open}>
        {isUpgrade ? 'Upgrade' : 'Downgrade'} to {PLAN_NAMES[plan]}
      </Button>
      <Suspense>
        {isOpen && (
          <ChangePlanDialog workspace={workspace} plan={plan} state={state} onClosed={onClosed} />
        )}
      </Suspense>
    </>
  );
}
