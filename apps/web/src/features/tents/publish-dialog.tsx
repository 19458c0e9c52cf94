import { Alert, Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { failureOf, issueAt } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import type { Workspace } from '../session/use-session.ts';
import type { TentDetails } from './tent-page.tsx';

const ALIAS_CHARS_MAX = 100;

type PublishDialogProps = { tent: TentDetails; workspace: Workspace; onClosed: () => void };

export default function PublishDialog({ onClosed, ...props }: PublishDialogProps) {
  return (
    <Dialog title="Publish the newest version" onClosed={onClosed}>
      {(close) => <PublishForm {...props} onDone={close} />}
    </Dialog>
  );
}

type PublishFormProps = Omit<PublishDialogProps, 'onClosed'> & { onDone: () => void };

function PublishForm({ tent, workspace, onDone }: PublishFormProps) {
  const [alias, setAlias] = useState(tent.publication?.applied_custom_page_alias ?? '');
  const [isBrandingRemoved, setIsBrandingRemoved] = useState(false);
  const publish = useMutation(
    trpc.tents.publish.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.tents.pathFilter());
        onDone();
      },
    }),
  );
  const failure = publish.error && failureOf(publish.error);
  const aliasProblem =
    issueAt(failure, 'alias') ?? (failure?.code === 'alias_taken' ? failure.message : undefined);

  function submit(event: FormEvent) {
    event.preventDefault();
    publish.mutate({
      workspace: workspace.slug,
      tentId: tent.id,
      alias: alias.trim() || null,
      ...(workspace.plan === 'max' && { isBrandingRemoved }),
    });
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        {failure && !aliasProblem && (
          <Alert color="red" role="alert">
            {failure.message}
          </Alert>
        )}
        <TextInput
          label="Alias"
          description="The end of its address: small letters, digits, “-”, “_” and “.”. “/” makes it the workspace’s first page; empty leaves the tent’s id."
          placeholder="spring-launch"
          data-autofocus
          maxLength={ALIAS_CHARS_MAX}
          value={alias}
          error={aliasProblem}
          onChange={(event) => setAlias(event.currentTarget.value)}
        />
        <Checkbox
          label="Without “Made with Tented”"
          description={workspace.plan === 'max' ? undefined : 'Part of the Max plan.'}
          disabled={workspace.plan !== 'max'}
          checked={isBrandingRemoved}
          onChange={(event) => setIsBrandingRemoved(event.currentTarget.checked)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" disabled={publish.isPending} onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={publish.isPending}>
            Publish
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
