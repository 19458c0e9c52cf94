import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Contact, nameOf } from './contact.ts';

type DeleteContactDialogProps = { workspace: string; contact: Contact; onClosed: () => void };

export default function DeleteContactDialog(props: DeleteContactDialogProps) {
  const { workspace, contact, onClosed } = props;
  const remove = useMutation(
    trpc.contacts.delete.mutationOptions({
      onSuccess: async () => {
        // The row goes, and this dialog with it: the list is the answer.
        await queryClient.invalidateQueries(trpc.contacts.pathFilter());
        document.getElementById('people-heading')?.focus();
      },
    }),
  );

  return (
    <ConfirmDialog
      title={`Delete ${nameOf(contact)}?`}
      action="Delete person"
      isDangerous
      mutation={{
        ...remove,
        mutateAsync: () => remove.mutateAsync({ workspace, ids: [contact.id] }),
      }}
      onClosed={onClosed}
    >
      <Text>
        The contact is removed for everybody and for the API. This cannot be undone; what they sent
        through forms is kept.
      </Text>
    </ConfirmDialog>
  );
}
