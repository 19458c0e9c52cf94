import { Alert, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Failure, failureOf, issueAt } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { type Role, ROLE_TEXTS, rolesWithin } from '../session/roles.ts';
import type { Workspace } from '../session/use-session.ts';
import { InvitationLink } from './invitation-link.tsx';
import { reloadMembers } from './member.ts';

type InviteMemberDialogProps = { workspace: Workspace; onClosed: () => void };

export default function InviteMemberDialog({ workspace, onClosed }: InviteMemberDialogProps) {
  const invite = useMutation(
    trpc.members.invite.mutationOptions({ gcTime: 0, onSuccess: reloadMembers }),
  );
  const sentTo = invite.data && invite.variables?.email;

  return (
    <Dialog title={sentTo ? 'Invitation made' : 'Invite member'} size="lg" onClosed={onClosed}>
      {(close) =>
        sentTo && invite.data ? (
          <Stack>
            <Sent email={sentTo} link={invite.data.link} />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={invite.reset}>
                Invite another
              </Button>
              <Button onClick={close} ref={takeFocus}>
                Done
              </Button>
            </Group>
          </Stack>
        ) : (
          <InviteForm
            roles={rolesWithin(workspace.role)}
            isPending={invite.isPending}
            failure={invite.error && failureOf(invite.error)}
            onSubmit={(input) => invite.mutate({ workspace: workspace.slug, ...input })}
            onCancel={close}
          />
        )
      }
    </Dialog>
  );
}

function Sent({ email, link }: { email: string; link: string | null }) {
  if (link) return <InvitationLink email={email} link={link} />;
  return (
    <Text>
      A mail with a link is on its way to <strong>{email}</strong>. The link works once, for seven
      days.
    </Text>
  );
}

type InviteFormProps = {
  roles: Role[];
  isPending: boolean;
  failure: Failure | null;
  onSubmit: (input: { email: string; role: Role }) => void;
  onCancel: () => void;
};

function InviteForm({ roles, isPending, failure, onSubmit, onCancel }: InviteFormProps) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ email: email.trim(), role });
      }}
    >
      <Stack>
        {failure && (
          <Alert color="red" role="alert">
            {failure.message}
          </Alert>
        )}
        <TextInput
          label="E-mail"
          type="email"
          placeholder="grace@example.com"
          data-autofocus
          required
          withAsterisk={false}
          value={email}
          error={issueAt(failure, 'email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <Radio.Group
          label="Role"
          value={role}
          onChange={(value) => setRole(roles.find((known) => known === value) ?? 'member')}
        >
          <Stack gap="xs" mt={6}>
            {roles.map((value) => (
              <Radio
                key={value}
                value={value}
                label={ROLE_TEXTS[value].label}
                description={ROLE_TEXTS[value].description}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="sm" mt="xs">
          <Button variant="default" disabled={isPending} onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isPending}>
            Send invitation
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
