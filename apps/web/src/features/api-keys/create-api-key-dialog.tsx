import { useMutation } from '@tanstack/react-query';
import { failureOf } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ApiKeyForm } from './api-key-form.tsx';
import { SecretOnce } from './secret-once.tsx';

type CreateApiKeyDialogProps = { workspace: string; onClosed: () => void };

export default function CreateApiKeyDialog({ workspace, onClosed }: CreateApiKeyDialogProps) {
  const create = useMutation(
    trpc.apiKeys.create.mutationOptions({
      // The secret lives only in this mutation's result, which goes when the dialog goes.
      gcTime: 0,
      onSuccess: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  );
  const made = create.data;

  return (
    <Dialog
      title={made ? `“${made.apiKey.name}” is ready` : 'Create API key'}
      size="lg"
      // A request under way may be about to bring the secret.
      isLocked={create.isPending || made !== undefined}
      onClosed={onClosed}
    >
      {(close) =>
        made ? (
          <SecretOnce
            secret={made.secret}
            loss="Without a copy it is lost, and you would have to delete it and create another one."
            onDone={close}
          />
        ) : (
          <ApiKeyForm
            isPending={create.isPending}
            failure={create.error && failureOf(create.error)}
            onSubmit={(input) => create.mutate({ workspace, ...input })}
            onCancel={close}
          />
        )
      }
    </Dialog>
  );
}
