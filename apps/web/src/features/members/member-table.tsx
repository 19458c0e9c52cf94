import { Skeleton } from '@mantine/core';
import { formatDate } from '../../lib/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import type { Workspace } from '../session/use-session.ts';
import type { Member } from './member.ts';
import classes from './member-table.module.css';
import { MemberRole } from './member-role.tsx';
import { RemoveMember } from './remove-member.tsx';

const COLUMNS: Column[] = [
  { name: 'Name' },
  { name: 'Role', width: '12rem' },
  { name: 'Joined', width: '10rem' },
  { name: 'Actions', isHidden: true, width: '7rem' },
];
const SKELETON_ROWS = 3;

type MemberTableProps = { workspace: Workspace; members: Member[] | undefined; userId: string };

export function MemberTable({ workspace, members, userId }: MemberTableProps) {
  return (
    <Table label="Members" columns={COLUMNS} isBusy={!members}>
      {members
        ? members.map((member) => (
            <MemberRow
              key={member.userId}
              workspace={workspace}
              member={member}
              isSelf={member.userId === userId}
              isLastOwner={isLastOwner(member, members)}
            />
          ))
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <Row key={index} className={classes.row}>
              {COLUMNS.map(({ name }) => (
                <Cell key={name}>
                  <Skeleton height="0.75rem" width="60%" my="0.75rem" />
                </Cell>
              ))}
            </Row>
          ))}
    </Table>
  );
}

function isLastOwner(member: Member, members: Member[]): boolean {
  return member.role === 'owner' && members.filter(({ role }) => role === 'owner').length === 1;
}

export type MemberRowProps = {
  workspace: Workspace;
  member: Member;
  isSelf: boolean;
  /** Has to stay what they are: the server refuses anything else. */
  isLastOwner: boolean;
};

function MemberRow(props: MemberRowProps) {
  const { name, email, createdAt } = props.member;

  return (
    <Row className={classes.row}>
      <Cell className={classes.person}>
        <span className={classes.who}>
          <Avatar name={name || email} size="md" />
          <span className={classes.words}>
            <span className={classes.name}>
              {name || email}
              {props.isSelf && <span className={classes.you}>you</span>}
            </span>
            <span className={classes.email}>{email}</span>
          </span>
        </span>
      </Cell>
      <Cell className={classes.role}>
        <MemberRole {...props} />
      </Cell>
      <Cell className={classes.joined} label="Joined">
        <Moment iso={createdAt}>{formatDate(createdAt)}</Moment>
      </Cell>
      <Cell className={classes.actions} align="end">
        <RemoveMember {...props} />
      </Cell>
    </Row>
  );
}
