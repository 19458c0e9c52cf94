import { Skeleton, Tooltip } from '@mantine/core';
import { formatNumber, formatSecond } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import { statusText, statusTone } from './http-status.ts';
import { creditsOf } from './row-credits.ts';
import classes from './usage-table.module.css';

type UsageRow = Outputs['usage']['list']['rows'][number];

const SKELETON_ROWS = 12;

const COLUMNS: Column[] = [
  { name: 'Time', width: '11.25rem' },
  { name: 'Method', width: '4.75rem' },
  { name: 'Path' },
  { name: 'Status', width: '10.25rem' },
  { name: 'Response time', width: '6.75rem', align: 'end' },
  { name: 'Credits', width: '4.75rem', align: 'end' },
  { name: 'Key', width: '8.75rem' },
];

/** `isStale` rows are those of the last question, shown until the next answer is there. */
export function UsageTable({ rows, isStale }: { rows: UsageRow[] | undefined; isStale: boolean }) {
  return (
    <Table
      label="Requests"
      columns={COLUMNS}
      isBusy={!rows || isStale}
      className={isStale ? classes.stale : classes.table}
    >
      {rows
        ? rows.map((row) => <UsageTableRow key={row.id} row={row} />)
        : Array.from({ length: SKELETON_ROWS }, (_, index) => <SkeletonRow key={index} />)}
    </Table>
  );
}

function UsageTableRow({ row }: { row: UsageRow }) {
  const credits = creditsOf(row);

  return (
    <Row className={classes.row}>
      <Cell className={classes.time}>
        <Moment iso={row.occurredAt}>{formatSecond(row.occurredAt)}</Moment>
      </Cell>
      <Cell className={classes.method}>
        <span className={classes.verb}>{row.method}</span>
      </Cell>
      <Cell className={classes.path}>
        <Tooltip label={row.path} multiline maw="36rem" classNames={{ tooltip: classes.whole }}>
          <code className={classes.mono}>{row.path}</code>
        </Tooltip>
      </Cell>
      <Cell className={classes.status}>
        <span className={classes.badge} data-tone={statusTone(row.status)}>
          {row.status} {statusText(row.status)}
        </span>
        {row.errorCode && <code className={classes.error}>{row.errorCode}</code>}
      </Cell>
      <Cell className={classes.duration} align="end">
        {formatNumber(row.durationMs)} ms
      </Cell>
      <Cell className={classes.credits} align="end" label="Credits">
        <span data-zero={row.creditsCharged === 0}>{credits.charged}</span>
        {credits.note && <span className={classes.note}>{credits.note}</span>}
      </Cell>
      <Cell className={classes.key} label="Key">
        <span className={classes.keyName} title={row.key.name}>
          {row.key.name}
        </span>
        {row.key.status === 'deleted' && <span className={classes.note}>deleted</span>}
      </Cell>
    </Row>
  );
}

function SkeletonRow() {
  return (
    <Row className={classes.row}>
      {COLUMNS.map(({ name }) => (
        <Cell key={name}>
          <Skeleton height="0.75rem" width="70%" my="0.3125rem" />
        </Cell>
      ))}
    </Row>
  );
}
