import { Stack, Text } from '@mantine/core';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import type { PlanAndBalance } from './change-plan.tsx';
import { consequencesOf, moveTo, type Plan, PLAN_NAMES } from './plan-changes.ts';
import { useChangePlan } from './use-change-plan.ts';

type ChangePlanDialogProps = {
  workspace: string;
  plan: Plan;
  state: PlanAndBalance;
  onClosed: () => void;
};

export default function ChangePlanDialog(props: ChangePlanDialogProps) {
  const { workspace, plan, state, onClosed } = props;
  const change = useChangePlan();
  const verb = moveTo(plan, state) === 'upgrade' ? 'Upgrade' : 'Downgrade';
  const { used, periodEnd } = state;

  return (
    <ConfirmDialog
      title={`${verb} to ${PLAN_NAMES[plan]}?`}
      action={`${verb} to ${PLAN_NAMES[plan]}`}
      mutation={{ ...change, mutateAsync: () => change.mutateAsync({ workspace, plan }) }}
      onClosed={onClosed}
    >
      <Stack gap="sm">
        {consequencesOf({ plan, state, used, periodEnd }).map((text) => (
          <Text key={text}>{text}</Text>
        ))}
      </Stack>
    </ConfirmDialog>
  );
}
