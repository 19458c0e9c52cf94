import { Skeleton } from '@mantine/core';
import { formatDate } from '../../lib/format.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import type { Tent } from './tent.ts';
import { PublicationStatus, TentStatus } from './tent-status.tsx';
import classes from './tents-table.module.css';

const SKELETON_ROWS = 6;

const COLUMNS: Column[] = [
  { name: 'Name' },
  { name: 'Status', width: '9rem' },
  { name: 'Page' },
  { name: 'Created', width: '8rem' },
];

type TentsTableProps = { workspace: string; tents: Tent[] | undefined; isStale: boolean };

export function TentsTable({ workspace, tents, isStale }: TentsTableProps) {
  return (
    <Table label="Tents" columns={COLUMNS} isBusy={!tents || isStale}>
      {tents
        ? tents.map((tent) => <TentRow key={tent.id} workspace={workspace} tent={tent} />)
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <Row key={index} className={classes.row}>
              {COLUMNS.map(({ name }) => (
                <Cell key={name}>
                  <Skeleton height="0.75rem" width="65%" my="0.3125rem" />
                </Cell>
              ))}
            </Row>
          ))}
    </Table>
  );
}

function TentRow({ workspace, tent }: { workspace: string; tent: Tent }) {
  const { published_url: url } = tent.publication ?? {};

  return (
    <Row className={classes.row}>
      <Cell className={classes.name}>
        <AnchorLink
          to="/w/$workspace/tents/$tentId"
          params={{ workspace, tentId: tent.id }}
          fw={500}
        >
          {tent.name}
        </AnchorLink>
      </Cell>
      <Cell className={classes.status}>
        <TentStatus status={tent.status} />
      </Cell>
      <Cell className={classes.page}>
        {url ? (
          <a className={classes.address} href={url} target="_blank" rel="noopener">
            {new URL(url).pathname}
          </a>
        ) : (
          <PublicationStatus publication={tent.publication} />
        )}
      </Cell>
      <Cell className={classes.created}>
        <Moment iso={tent.created_at}>{formatDate(tent.created_at)}</Moment>
      </Cell>
    </Row>
  );
}
