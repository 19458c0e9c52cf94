import { Skeleton, Text } from '@mantine/core';
import { formatNumber, formatSecond } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import classes from './ledger-table.module.css';

type Entry = Outputs['credits']['ledger']['rows'][number];

const SKELETON_ROWS = 8;

const COLUMNS: Column[] = [
  { name: 'Time', width: '12rem' },
  { name: 'What' },
  { name: 'Request' },
  { name: 'Key' },
  { name: 'Credits', align: 'end', width: '6rem' },
];

/** What is paid for, in words; an action without any is told as it is. */
const ACTIONS: Record<string, string> = {
  'tent.create': 'Generate a tent',
  'tent.edit': 'Edit a tent',
  'tent.bulk_item': 'Generate a tent in bulk',
};

type LedgerTableProps = { workspace: string; entries: Entry[] | undefined; isStale: boolean };

export function LedgerTable({ workspace, entries, isStale }: LedgerTableProps) {
  return (
    <Table label="Ledger" columns={COLUMNS} isBusy={!entries || isStale}>
      {entries
        ? entries.map((entry) => <LedgerRow key={entry.id} workspace={workspace} entry={entry} />)
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <Row key={index} className={classes.row}>
              {COLUMNS.map(({ name }) => (
                <Cell key={name}>
                  <Skeleton height="0.75rem" width="70%" my="0.3125rem" />
                </Cell>
              ))}
            </Row>
          ))}
    </Table>
  );
}

function LedgerRow({ workspace, entry }: { workspace: string; entry: Entry }) {
  const { kind, credits, action, request, requestId, createdAt } = entry;
  const what = ACTIONS[action] ?? action;

  return (
    <Row className={classes.row}>
      <Cell className={classes.time}>
        <Moment iso={createdAt}>{formatSecond(createdAt)}</Moment>
      </Cell>
      <Cell className={classes.what}>{kind === 'refund' ? `Refund: ${what}` : what}</Cell>
      <Cell className={classes.request}>
        <AnchorLink
          to="/w/$workspace/settings/api/usage"
          params={{ workspace }}
          search={{ request: requestId }}
          size="sm"
        >
          {request ? `${request.method} ${request.path}` : 'Request'}
        </AnchorLink>
      </Cell>
      <Cell className={classes.key} label="Key">
        {request?.key.name ?? (
          <Text span c="dimmed" size="sm">
            No longer in the log
          </Text>
        )}
      </Cell>
      <Cell className={classes.credits} align="end">
        <span data-kind={kind}>
          {kind === 'refund' ? '+' : '−'}
          {formatNumber(credits)}
        </span>
      </Cell>
    </Row>
  );
}
