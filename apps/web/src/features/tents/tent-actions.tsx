import { Alert, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { useDialog } from '../../ui/use-dialog.ts';
import type { Workspace } from '../session/use-session.ts';
import classes from './tent-page.module.css';
import type { TentDetails } from './tent-page.tsx';

const PublishDialog = lazy(() => import('./publish-dialog.tsx'));
const DeleteTentDialog = lazy(() => import('./delete-tent-dialog.tsx'));

type TentActionsProps = { tent: TentDetails; workspace: Workspace };

export function TentActions({ tent, workspace }: TentActionsProps) {
  const publishing = useDialog();
  const deleting = useDialog();
  const isLive = tent.publication?.published_url !== undefined;
  const unpublish = useMutation(
    trpc.tents.unpublish.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.tents.pathFilter()),
    }),
  );

  return (
    <div>
      <div className={classes.actions}>
        <Button disabled={tent.generation_id === null} onClick={publishing.open}>
          {isLive ? 'Publish again' : 'Publish'}
        </Button>
        {isLive && (
          <Button
            variant="default"
            loading={unpublish.isPending}
            onClick={() => unpublish.mutate({ workspace: workspace.slug, tentId: tent.id })}
          >
            Unpublish
          </Button>
        )}
        <Button variant="default" onClick={deleting.open}>
          Delete
        </Button>
      </div>
      {unpublish.error && (
        <Alert color="red" role="alert" mt="sm">
          {failureOf(unpublish.error).message}
        </Alert>
      )}
      <Suspense>
        {publishing.isOpen && (
          <PublishDialog tent={tent} workspace={workspace} onClosed={publishing.onClosed} />
        )}
        {deleting.isOpen && (
          <DeleteTentDialog tent={tent} workspace={workspace.slug} onClosed={deleting.onClosed} />
        )}
      </Suspense>
    </div>
  );
}
