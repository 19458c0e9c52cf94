import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import type { Workspace } from '../session/use-session.ts';
import { type Member, reloadMembers } from './member.ts';

type RemoveMemberDialogProps = {
  workspace: Workspace;
  member: Member;
  isSelf: boolean;
  onClosed: () => void;
};

export default function RemoveMemberDialog({ isSelf, ...props }: RemoveMemberDialogProps) {
  return isSelf ? <LeaveDialog {...props} /> : <RemoveDialog {...props} />;
}

type DialogProps = Omit<RemoveMemberDialogProps, 'isSelf'>;

function RemoveDialog({ workspace, member, onClosed }: DialogProps) {
  const remove = useMutation(trpc.members.remove.mutationOptions());
  const who = member.name || member.email;

  async function removeAndReload() {
    await remove.mutateAsync({ workspace: workspace.slug, userId: member.userId });
    await reloadMembers();
    // The row is gone, and its button with it.
    document.getElementById('page-heading')?.focus();
  }

  return (
    <ConfirmDialog
      title={`Remove ${who}?`}
      action="Remove"
      isDangerous
      mutation={{ ...remove, mutateAsync: removeAndReload }}
      onClosed={onClosed}
    >
      <Text>
        {member.email} loses access to “{workspace.name}” at once. The keys they made stay and go on
        working: rotate those whose secret they may still have.
      </Text>
    </ConfirmDialog>
  );
}

function LeaveDialog({ workspace, onClosed }: DialogProps) {
  const router = useRouter();
  const leave = useMutation(trpc.members.leave.mutationOptions());

  async function leaveAndGo() {
    await leave.mutateAsync({ workspace: workspace.slug });
    await queryClient.fetchQuery({ ...trpc.session.get.queryOptions(), staleTime: 0 });
    await router.navigate({ to: '/' });
  }

  return (
    <ConfirmDialog
      title={`Leave “${workspace.name}”?`}
      action="Leave workspace"
      isDangerous
      mutation={{ ...leave, mutateAsync: leaveAndGo }}
      onClosed={onClosed}
    >
      <Text>You lose access at once. To come back, somebody has to invite you again.</Text>
    </ConfirmDialog>
  );
}
