import { Alert, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { failureOf } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { ApiKey } from './api-key.ts';

type EndPreviousDialogProps = { workspace: string; apiKey: ApiKey; onClosed: () => void };

export default function EndPreviousDialog({ onClosed, ...props }: EndPreviousDialogProps) {
  return (
    <Dialog title={`End the old secret of “${props.apiKey.name}”?`} onClosed={onClosed}>
      {(close) => <Confirmation {...props} onDone={close} />}
    </Dialog>
  );
}

type ConfirmationProps = Omit<EndPreviousDialogProps, 'onClosed'> & { onDone: () => void };

function Confirmation({ workspace, apiKey, onDone }: ConfirmationProps) {
  const end = useMutation(
    trpc.apiKeys.endPrevious.mutationOptions({
      onSuccess: onDone,
      onSettled: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  );

  return (
    <>
      <Text>
        Whatever still sends <code>{apiKey.previous?.prefix}</code> gets 401 from now on. The new
        secret (<code>{apiKey.prefix}</code>) is not affected. This cannot be undone.
      </Text>
      {end.error && (
        <Alert color="red" role="alert" mt="md">
          {failureOf(end.error).message}
        </Alert>
      )}
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" data-autofocus onClick={onDone}>
          Cancel
        </Button>
        <Button
          color="red.9"
          loading={end.isPending}
          onClick={() => end.mutate({ workspace, id: apiKey.id })}
        >
          End old secret
        </Button>
      </Group>
    </>
  );
}
