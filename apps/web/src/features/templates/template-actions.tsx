import { Alert, Button, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import classes from '../../ui/list-page.module.css';
import { useDialog } from '../../ui/use-dialog.ts';
import type { Workspace } from '../session/use-session.ts';
import type { Template } from './template.ts';

type TemplateActionsProps = { template: Template; workspace: Workspace };

export function TemplateActions({ template, workspace }: TemplateActionsProps) {
  const deleting = useDialog();
  const mayApprove = workspace.role === 'owner' || workspace.role === 'admin';

  return (
    <div className={classes.actions}>
      {mayApprove && <Approve template={template} workspace={workspace.slug} />}
      <Button variant="default" onClick={deleting.open}>
        Delete
      </Button>
      {deleting.isOpen && (
        <DeleteTemplate
          template={template}
          workspace={workspace.slug}
          onClosed={deleting.onClosed}
        />
      )}
    </div>
  );
}

function Approve({ template, workspace }: { template: Template; workspace: string }) {
  const approve = useMutation(
    trpc.templates.setApproval.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.templates.pathFilter()),
    }),
  );
  const isApproved = template.approvedAt !== null;

  return (
    <>
      {approve.error && (
        <Alert color="red" role="alert">
          {failureOf(approve.error).message}
        </Alert>
      )}
      <Button
        {...(isApproved && { variant: 'default' })}
        loading={approve.isPending}
        onClick={() => approve.mutate({ workspace, id: template.id, isApproved: !isApproved })}
      >
        {isApproved ? 'Withdraw approval' : 'Approve'}
      </Button>
    </>
  );
}

type DeleteTemplateProps = { template: Template; workspace: string; onClosed: () => void };

function DeleteTemplate({ template, workspace, onClosed }: DeleteTemplateProps) {
  const navigate = useNavigate();
  const remove = useMutation(
    trpc.templates.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: '/w/$workspace/templates', params: { workspace } });
        await queryClient.invalidateQueries(trpc.templates.list.queryFilter());
      },
    }),
  );

  return (
    <ConfirmDialog
      title={`Delete “${template.name}”?`}
      action="Delete template"
      isDangerous
      mutation={{
        ...remove,
        mutateAsync: () => remove.mutateAsync({ workspace, id: template.id }),
      }}
      onClosed={onClosed}
    >
      <Text>
        Requests that name it are refused from then on. Pages that were made from it stay as they
        are, and so does work that is queued. This cannot be undone.
      </Text>
    </ConfirmDialog>
  );
}
