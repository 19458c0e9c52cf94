import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/trpc.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Invitation, reloadMembers } from './member.ts';

type CancelDialogProps = { workspace: string; invitation: Invitation; onClosed: () => void };

export default function CancelDialog({ workspace, invitation, onClosed }: CancelDialogProps) {
  const { id, email } = invitation;
  const cancel = useMutation(trpc.members.cancelInvitation.mutationOptions());

  async function cancelAndReload() {
    await cancel.mutateAsync({ workspace, id });
    await reloadMembers();
    document.getElementById('page-heading')?.focus();
  }

  return (
    <ConfirmDialog
      title="Cancel this invitation?"
      action="Cancel invitation"
      refusal="Keep it"
      isDangerous
      mutation={{ ...cancel, mutateAsync: cancelAndReload }}
      onClosed={onClosed}
    >
      <Text>The link that was sent to {email} stops working at once.</Text>
    </ConfirmDialog>
  );
}
