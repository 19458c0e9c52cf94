import { Skeleton, Text } from '@mantine/core';
import { formatDate } from '../../lib/format.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { ApiKey } from './api-key.ts';
import { ApiKeyStatus } from './api-key-status.tsx';
import classes from './api-key-table.module.css';
import { DeleteApiKey } from './delete-api-key.tsx';
import { RenameApiKey } from './rename-api-key.tsx';

const SCOPES = { all_access: 'All Access', read_only: 'Read only' } as const;
const SKELETON_ROWS = 3;

const COLUMNS: Column[] = [
  { name: 'Name' },
  { name: 'Status' },
  { name: 'Key' },
  { name: 'Scope' },
  { name: 'Last used' },
  { name: 'Created' },
];

type ApiKeyTableProps = { workspace: string; apiKeys: ApiKey[] | undefined; mayManage: boolean };

export function ApiKeyTable({ workspace, apiKeys, mayManage }: ApiKeyTableProps) {
  const now = useNow();
  const columns = mayManage ? [...COLUMNS, { name: 'Actions', isHidden: true }] : COLUMNS;

  return (
    <Table label="API keys" columns={columns} isBusy={!apiKeys}>
      {apiKeys
        ? apiKeys.map((apiKey) => (
            <ApiKeyRow key={apiKey.id} {...{ workspace, apiKey, mayManage, now }} />
          ))
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <SkeletonRow key={index} cells={columns.length} />
          ))}
    </Table>
  );
}

type ApiKeyRowProps = { workspace: string; apiKey: ApiKey; mayManage: boolean; now: Date };

function ApiKeyRow({ workspace, apiKey, mayManage, now }: ApiKeyRowProps) {
  const { prefix, scope, lastUsedAt, createdAt, createdBy } = apiKey;

  return (
    <Row className={classes.row}>
      <Cell className={classes.name}>
        {mayManage ? <RenameApiKey workspace={workspace} apiKey={apiKey} /> : apiKey.name}
      </Cell>
      <Cell className={classes.status}>
        <ApiKeyStatus apiKey={apiKey} />
      </Cell>
      <Cell className={classes.key}>
        <code className={classes.prefix}>{prefix}</code>
      </Cell>
      <Cell className={classes.scope}>{SCOPES[scope]}</Cell>
      <Cell className={classes.used} label="Last used">
        {lastUsedAt ? (
          <Moment iso={lastUsedAt}>{relativeTime(lastUsedAt, now)}</Moment>
        ) : (
          <Text span c="dimmed" size="sm">
            Never
          </Text>
        )}
      </Cell>
      <Cell className={classes.created} label="Created">
        <Moment iso={createdAt}>{formatDate(createdAt)}</Moment>
        {createdBy && <span className={classes.by}>by {createdBy.name || createdBy.email}</span>}
      </Cell>
      {mayManage && (
        <Cell className={classes.actions} align="end">
          <DeleteApiKey workspace={workspace} apiKey={apiKey} />
        </Cell>
      )}
    </Row>
  );
}

function SkeletonRow({ cells }: { cells: number }) {
  return (
    <Row className={classes.skeleton}>
      {Array.from({ length: cells }, (_, index) => (
        <Cell key={index}>
          <Skeleton height="0.75rem" width={index === 0 ? '8rem' : '4.5rem'} my="0.625rem" />
        </Cell>
      ))}
    </Row>
  );
}
