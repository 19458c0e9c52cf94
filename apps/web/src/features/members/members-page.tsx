import { Alert, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { SettingsPage } from '../../app/settings-page.tsx';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { mayManage } from '../session/roles.ts';
import { useSession, useWorkspace, type Workspace } from '../session/use-session.ts';
import { InvitationTable } from './invitation-table.tsx';
import { InviteMember } from './invite-member.tsx';
import { MemberTable } from './member-table.tsx';
import classes from './members-page.module.css';

export function MembersPage() {
  const workspace = useWorkspace();
  if (!workspace) return null;

  return (
    <SettingsPage
      title="Members"
      text={
        mayManage(workspace.role)
          ? 'Who belongs to this workspace, and what they may do.'
          : 'Who belongs to this workspace. Only owners and admins can invite, change and remove members.'
      }
      action={mayManage(workspace.role) && <InviteMember workspace={workspace} />}
    >
      <People workspace={workspace} />
    </SettingsPage>
  );
}

function People({ workspace }: { workspace: Workspace }) {
  const { user } = useSession();
  const people = useQuery(trpc.members.list.queryOptions({ workspace: workspace.slug }));

  if (people.error && !people.data) {
    return (
      <ErrorState
        title="The members could not be loaded"
        failure={failureOf(people.error)}
        onRetry={() => void people.refetch()}
      />
    );
  }
  const { members, invitations = [] } = people.data ?? {};
  const isAlone = members?.length === 1 && invitations.length === 0;

  return (
    <>
      <MemberTable workspace={workspace} members={members} userId={user?.id ?? ''} />
      {isAlone && mayManage(workspace.role) && (
        <Alert mt="md" color="gray" title="You are alone here">
          Invite the people you work with. A second owner keeps the workspace reachable when you are
          not.
        </Alert>
      )}
      {invitations.length > 0 && (
        <section className={classes.invitations} aria-labelledby="invitations-heading">
          <Title order={2} id="invitations-heading" mb="md">
            Open invitations
          </Title>
          <InvitationTable workspace={workspace} invitations={invitations} />
        </section>
      )}
    </>
  );
}
