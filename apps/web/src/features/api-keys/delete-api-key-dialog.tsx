import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { failureOf } from '../../lib/failure.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { ApiKey } from './api-key.ts';

type DeleteApiKeyDialogProps = { workspace: string; apiKey: ApiKey; onClosed: () => void };

export default function DeleteApiKeyDialog(props: DeleteApiKeyDialogProps) {
  return (
    <Dialog title={`Delete “${props.apiKey.name}”?`} onClosed={props.onClosed}>
      {(close) => <Confirmation {...props} onCancel={close} />}
    </Dialog>
  );
}

type ConfirmationProps = Omit<DeleteApiKeyDialogProps, 'onClosed'> & { onCancel: () => void };

function Confirmation({ workspace, apiKey, onCancel }: ConfirmationProps) {
  const remove = useMutation(
    trpc.apiKeys.delete.mutationOptions({
      onSuccess: async () => {
        // The row goes, and this dialog with it: the list is the answer.
        await queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter());
        document.getElementById('api-keys-heading')?.focus();
      },
    }),
  );

  return (
    <>
      <Text>
        Every request with this key (<code>{apiKey.prefix}</code>) fails from the moment it is
        deleted. This cannot be undone. Its requests stay in the usage log.
      </Text>
      <Text mt="sm" fw={500}>
        <LastUse apiKey={apiKey} />
      </Text>
      {remove.error && (
        <Alert color="red" role="alert" mt="md">
          {failureOf(remove.error).message}
        </Alert>
      )}
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" data-autofocus onClick={onCancel}>
          Cancel
        </Button>
        <Button
          color="red.9"
          loading={remove.isPending}
          onClick={() => remove.mutate({ workspace, id: apiKey.id })}
        >
          Delete key
        </Button>
      </Group>
    </>
  );
}

function LastUse({ apiKey: { lastUsedAt } }: { apiKey: ApiKey }) {
  const now = useNow();
  if (!lastUsedAt) return 'It has never been used.';
  return (
    <>
      It was last used <Moment iso={lastUsedAt}>{relativeTime(lastUsedAt, now)}</Moment>.
    </>
  );
}
