import { formatDate } from '../../lib/format.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import { useNow } from '../../ui/use-now.ts';
import { ROLE_TEXTS, rolesWithin } from '../session/roles.ts';
import type { Workspace } from '../session/use-session.ts';
import { CancelInvitation } from './cancel-invitation.tsx';
import type { Invitation } from './member.ts';
import classes from './member-table.module.css';
import { ResendInvitation } from './resend-invitation.tsx';

const COLUMNS: Column[] = [
  { name: 'E-mail' },
  { name: 'Role', width: '12rem' },
  { name: 'Expires', width: '10rem' },
  { name: 'Actions', isHidden: true, width: '13rem' },
];

type InvitationTableProps = { workspace: Workspace; invitations: Invitation[] };

export function InvitationTable({ workspace, invitations }: InvitationTableProps) {
  return (
    <Table label="Open invitations" columns={COLUMNS}>
      {invitations.map((invitation) => (
        <InvitationRow key={invitation.id} workspace={workspace} invitation={invitation} />
      ))}
    </Table>
  );
}

type InvitationRowProps = { workspace: Workspace; invitation: Invitation };

function InvitationRow({ workspace, invitation }: InvitationRowProps) {
  const now = useNow();
  const { email, role, invitedBy, expiresAt, createdAt } = invitation;
  const isExpired = invitation.isExpired || Date.parse(expiresAt) <= now.getTime();
  const may = rolesWithin(workspace.role).includes(role);

  return (
    <Row className={classes.invitation}>
      <Cell className={classes.person}>
        <span className={classes.name}>{email}</span>
        <span className={classes.email}>
          invited {invitedBy && `by ${invitedBy.name || invitedBy.email} `}on{' '}
          <Moment iso={createdAt}>{formatDate(createdAt)}</Moment>
        </span>
      </Cell>
      <Cell className={classes.role}>{ROLE_TEXTS[role].label}</Cell>
      <Cell className={classes.joined}>
        <span className={isExpired ? classes.expired : undefined}>
          {isExpired && 'expired '}
          <Moment iso={expiresAt}>{relativeTime(expiresAt, now)}</Moment>
        </span>
      </Cell>
      <Cell className={classes.actions} align="end">
        {may && (
          <span className={classes.buttons}>
            <ResendInvitation workspace={workspace.slug} invitation={invitation} />
            <CancelInvitation workspace={workspace.slug} invitation={invitation} />
          </span>
        )}
      </Cell>
    </Row>
  );
}
