import { Skeleton } from '@mantine/core';
import { formatSecond } from '../../lib/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import { actorOf, type AuditEntry, sentenceOf } from './audit-text.ts';
import classes from './audit-table.module.css';

const COLUMNS: Column[] = [
  { name: 'Time', width: '12.5rem' },
  { name: 'Who', width: '14rem' },
  { name: 'What' },
];
const SKELETON_ROWS = 8;

type AuditTableProps = { entries: AuditEntry[] | undefined; isStale: boolean };

export function AuditTable({ entries, isStale }: AuditTableProps) {
  return (
    <Table label="Audit log" columns={COLUMNS} isBusy={!entries || isStale}>
      {entries
        ? entries.map((entry) => <AuditRow key={entry.id} entry={entry} />)
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <Row key={index} className={classes.row}>
              {COLUMNS.map(({ name }) => (
                <Cell key={name}>
                  <Skeleton height="0.75rem" width="70%" my="0.375rem" />
                </Cell>
              ))}
            </Row>
          ))}
    </Table>
  );
}

function AuditRow({ entry }: { entry: AuditEntry }) {
  const who = actorOf(entry);

  return (
    <Row className={classes.row}>
      <Cell className={classes.time}>
        <Moment iso={entry.createdAt}>{formatSecond(entry.createdAt)}</Moment>
      </Cell>
      <Cell className={classes.who}>
        <span className={classes.person} title={entry.actor?.email}>
          <Avatar name={who} />
          {who}
        </span>
      </Cell>
      <Cell className={classes.what}>{sentenceOf(entry)}</Cell>
    </Row>
  );
}
