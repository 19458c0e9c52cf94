import { Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { isUnderWay } from './tent.ts';
import type { TentDetails } from './tent-page.tsx';

type DeleteTentDialogProps = { tent: TentDetails; workspace: string; onClosed: () => void };

export default function DeleteTentDialog({ tent, workspace, onClosed }: DeleteTentDialogProps) {
  const navigate = useNavigate();
  const remove = useMutation(
    trpc.tents.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/w/$workspace/tents', params: { workspace } });
        await queryClient.invalidateQueries(trpc.tents.list.queryFilter());
      },
    }),
  );
  const url = tent.publication?.published_url;

  return (
    <ConfirmDialog
      title={`Delete “${tent.name}”?`}
      action="Delete tent"
      isDangerous
      mutation={{
        ...remove,
        mutateAsync: () => remove.mutateAsync({ workspace, tentId: tent.id }),
      }}
      onClosed={onClosed}
    >
      <Text>
        Its versions and files go with it. This cannot be undone.
        {url && ` Whoever opens ${url} will find nothing there.`}
        {isUnderWay(tent) && ' The page that is being made is given up, and its credit given back.'}
      </Text>
    </ConfirmDialog>
  );
}
