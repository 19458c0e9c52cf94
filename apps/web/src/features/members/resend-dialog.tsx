import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '../../lib/trpc.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { InvitationLink } from './invitation-link.tsx';
import { type Invitation, reloadMembers } from './member.ts';

type ResendDialogProps = { workspace: string; invitation: Invitation; onClosed: () => void };

export default function ResendDialog({ workspace, invitation, onClosed }: ResendDialogProps) {
  const { id, email } = invitation;
  const resend = useMutation(
    trpc.members.resend.mutationOptions({ gcTime: 0, onSuccess: reloadMembers }),
  );

  if (resend.data?.link) {
    const { link } = resend.data;
    return (
      <Dialog title="Invitation made" size="lg" onClosed={onClosed}>
        {(close) => (
          <>
            <InvitationLink email={email} link={link} />
            <Group justify="flex-end" mt="lg">
              <Button onClick={close} ref={takeFocus}>
                Done
              </Button>
            </Group>
          </>
        )}
      </Dialog>
    );
  }
  return (
    <ConfirmDialog
      title="Send the invitation again?"
      action="Send again"
      mutation={{ ...resend, mutateAsync: () => resend.mutateAsync({ workspace, id }) }}
      onClosed={onClosed}
    >
      <Text>
        {email} gets a new link, which works for seven days from now. The one before stops working.
      </Text>
    </ConfirmDialog>
  );
}
