import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { failureOf, issueAt } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { AuthPage } from '../session/auth-page.tsx';
import { useSession } from '../session/use-session.ts';

export function NewWorkspacePage() {
  const { workspaces } = useSession();

  return (
    <AuthPage
      title="New workspace"
      text="A workspace has its own members, API keys and credits."
      footer={workspaces.length > 0 && <AnchorLink to="/">Back to your workspace</AnchorLink>}
    >
      <NewWorkspaceForm />
    </AuthPage>
  );
}

function NewWorkspaceForm() {
  const router = useRouter();
  const [name, setName] = useState('');
  const [slug, setSlug] = useState('');
  const create = useMutation(
    trpc.workspaces.create.mutationOptions({
      onSuccess: async (workspace) => {
        await queryClient.fetchQuery({ ...trpc.session.get.queryOptions(), staleTime: 0 });
        const params = { workspace: workspace.slug };
        await router.navigate({ to: '/w/$workspace/settings/api', params });
      },
    }),
  );
  const failure = create.error && failureOf(create.error);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name, ...(slug && { slug }) });
      }}
    >
      <Stack>
        {failure && (
          <Alert color="red" role="alert">
            {failure.message}
          </Alert>
        )}
        <TextInput
          label="Name"
          placeholder="Acme Marketing"
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          error={issueAt(failure, 'name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Slug"
          description="Part of the address. Left empty, it is made from the name."
          placeholder="acme-marketing"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={48}
          value={slug}
          error={issueAt(failure, 'slug')}
          onChange={(event) => setSlug(event.currentTarget.value.toLowerCase())}
        />
        <Button type="submit" fullWidth mt="xs" loading={create.isPending}>
          Create workspace
        </Button>
      </Stack>
    </form>
  );
}
