import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { MouseEvent, Ref } from 'react';
import { formatExact, formatLogTime, formatNumber } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { Cell, type Column, Row } from '../../ui/table.tsx';
import { statusText } from './http-status.ts';
import { creditsOf } from './row-credits.ts';
import { StatusBadge } from './status-badge.tsx';
import classes from './usage-table.module.css';

export type UsageRow = Outputs['usage']['list']['rows'][number];

export const COLUMNS: Column[] = [
  { name: 'Time', width: '9.75rem' },
  { name: 'Method', width: '4.5rem' },
  { name: 'Path' },
  { name: 'Status', width: '11.25rem' },
  { name: 'Response time', width: '6.5rem', align: 'end' },
  { name: 'Credits', width: '6rem', align: 'end' },
  { name: 'Key', width: '8.5rem' },
];

type UsageTableRowProps = {
  row: UsageRow;
  now: Date;
  index: number;
  isOpen: boolean;
  isNew: boolean;
  measure: Ref<HTMLTableRowElement>;
  onOpen: (id: string) => void;
};

/** All of the row opens the request; the link in it is for keyboards, and for a second tab. */
export function UsageTableRow({
  row,
  now,
  index,
  isOpen,
  isNew,
  measure,
  onOpen,
}: UsageTableRowProps) {
  function open(event: MouseEvent<HTMLElement>) {
    const isTextSelected = (window.getSelection()?.toString() ?? '') !== '';
    if (isTextSelected || (event.target as HTMLElement).closest('a')) return;
    onOpen(row.id);
  }

  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- The link in the row is for keys.
    <Row
      ref={measure}
      className={classes.row}
      data-index={index}
      aria-rowindex={index + 2}
      data-open={isOpen}
      data-new={isNew}
      onClick={open}
    >
      <Cell className={classes.time}>
        <time dateTime={row.occurredAt} title={formatExact(row.occurredAt)}>
          {formatLogTime(row.occurredAt, now)}
        </time>
      </Cell>
      <Cell className={classes.method}>{row.method}</Cell>
      <Cell className={classes.path}>
        <Link
          from="/w/$workspace/settings/api/usage"
          to="."
          search={(search) => ({ ...search, request: row.id })}
          resetScroll={false}
          preload={false}
          className={classes.link}
          title={row.path}
        >
          {row.path}
        </Link>
      </Cell>
      <Status row={row} />
      <Cell className={classes.duration} align="end">
        {formatNumber(row.durationMs)} ms
      </Cell>
      <Credits row={row} />
      <Cell className={classes.key} label="Key">
        <span className={classes.keyName} title={row.key.name}>
          {row.key.name}
        </span>
        {row.key.status === 'deleted' && <span className={classes.note}>deleted</span>}
      </Cell>
    </Row>
  );
}

function Status({ row }: { row: UsageRow }) {
  return (
    <Cell className={classes.status}>
      <StatusBadge status={row.status} />
      {row.errorCode ? (
        <code className={classes.error} title={row.errorCode}>
          {row.errorCode}
        </code>
      ) : (
        <span className={classes.text}>{statusText(row.status)}</span>
      )}
    </Cell>
  );
}

function Credits({ row }: { row: UsageRow }) {
  const { charged, note } = creditsOf(row);

  return (
    <Cell className={classes.credits} align="end" label="Credits">
      {note && <span className={classes.note}>{note}</span>}
      <span data-zero={row.creditsCharged === 0}>{charged}</span>
    </Cell>
  );
}

export function SkeletonRow() {
  return (
    <Row className={classes.row} aria-hidden>
      {COLUMNS.map(({ name }, index) => (
        <Cell key={name}>
          <Skeleton height="0.6875rem" width={index === 2 ? '45%' : '70%'} />
        </Cell>
      ))}
    </Row>
  );
}

/** Stands for rows that are out of sight. */
export function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr className={classes.spacer} aria-hidden>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- It holds nothing. */}
      <td colSpan={COLUMNS.length} style={{ height }} />
    </tr>
  );
}
