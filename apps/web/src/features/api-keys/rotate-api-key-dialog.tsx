import { useMutation } from '@tanstack/react-query';
import { failureOf } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { ApiKey } from './api-key.ts';
import { RotateForm } from './rotate-form.tsx';
import { SecretOnce } from './secret-once.tsx';

type RotateApiKeyDialogProps = { workspace: string; apiKey: ApiKey; onClosed: () => void };

export default function RotateApiKeyDialog(props: RotateApiKeyDialogProps) {
  const { workspace, apiKey, onClosed } = props;
  const rotate = useMutation(
    trpc.apiKeys.rotate.mutationOptions({
      // The secret lives only in this mutation's result, which goes when the dialog goes.
      gcTime: 0,
      onSuccess: () => queryClient.invalidateQueries(trpc.apiKeys.list.queryFilter()),
    }),
  );
  const made = rotate.data;

  return (
    <Dialog
      title={made ? `“${apiKey.name}” has a new secret` : `Rotate “${apiKey.name}”`}
      size="lg"
      // A request under way may be about to bring the secret.
      isLocked={rotate.isPending || made !== undefined}
      onClosed={onClosed}
    >
      {(close) =>
        made ? (
          <SecretOnce
            secret={made.secret}
            loss="Without a copy it is lost, and you would have to rotate the key again."
            onDone={close}
          />
        ) : (
          <RotateForm
            apiKey={apiKey}
            isPending={rotate.isPending}
            failure={rotate.error && failureOf(rotate.error)}
            onSubmit={(grace) => rotate.mutate({ workspace, id: apiKey.id, grace })}
            onCancel={close}
          />
        )
      }
    </Dialog>
  );
}
