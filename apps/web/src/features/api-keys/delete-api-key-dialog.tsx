import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { failureOf } from '../../lib/failure.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { IconAlertTriangle } from '../../ui/icons.ts';
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
      <LastUse apiKey={apiKey} />
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

const DAY_MS = 86_400_000;

/** What will break: a key that was used within a day is most likely still in use somewhere. */
function LastUse({ apiKey: { lastUsedAt } }: { apiKey: ApiKey }) {
  const now = useNow();
  if (!lastUsedAt) {
    return (
      <Text mt="sm" fw={500}>
        It has never been used.
      </Text>
    );
  }
  const ago = <Moment iso={lastUsedAt}>{relativeTime(lastUsedAt, now)}</Moment>;
  if (now.getTime() - Date.parse(lastUsedAt) > DAY_MS) {
    return (
      <Text mt="sm" fw={500}>
        It was last used {ago}.
      </Text>
    );
  }
  return (
    <Alert
      mt="md"
      color="yellow"
      icon={<IconAlertTriangle size={18} stroke={1.75} aria-hidden />}
      title={<>It was last used {ago}</>}
    >
      Something still sends requests with it. They will be answered with 401.
    </Alert>
  );
}
