import { Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { formatDate } from '../../lib/format.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Cell, type Column, Row, Table } from '../../ui/table.tsx';
import type { ApiKey } from './api-key.ts';
import { ApiKeyStatus } from './api-key-status.tsx';
import classes from './api-key-table.module.css';
import { DeleteApiKey } from './delete-api-key.tsx';
import { NEWEST_FIRST, nextSort, readSort, type SortField, writeSort } from './key-search.ts';
import { LastUsed } from './last-used.tsx';
import { PreviousSecret } from './previous-secret.tsx';
import { RenameApiKey } from './rename-api-key.tsx';
import { RotateApiKey } from './rotate-api-key.tsx';

const route = getRouteApi('/w/$workspace/settings/api/');

const SCOPES = { all_access: 'All Access', read_only: 'Read only' } as const;
const SKELETON_ROWS = 3;

const COLUMNS: { name: string; field?: SortField }[] = [
  { name: 'Name', field: 'name' },
  { name: 'Status', field: 'status' },
  { name: 'Key' },
  { name: 'Scope', field: 'scope' },
  { name: 'Last used', field: 'used' },
  { name: 'Created', field: 'created' },
];

type ApiKeyTableProps = { workspace: string; apiKeys: ApiKey[] | undefined; mayManage: boolean };

export function ApiKeyTable({ workspace, apiKeys, mayManage }: ApiKeyTableProps) {
  const sortable = useSortableColumns();
  const columns = mayManage ? [...sortable, { name: 'Actions', isHidden: true }] : sortable;

  return (
    <Table label="API keys" columns={columns} isBusy={!apiKeys}>
      {apiKeys
        ? apiKeys.map((apiKey) => (
            <ApiKeyRow key={apiKey.id} {...{ workspace, apiKey, mayManage }} />
          ))
        : Array.from({ length: SKELETON_ROWS }, (_, index) => (
            <SkeletonRow key={index} cells={columns.length} />
          ))}
    </Table>
  );
}

function useSortableColumns(): Column[] {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const sort = readSort(search.sort) ?? NEWEST_FIRST;

  return COLUMNS.map(({ name, field }) => {
    if (!field) return { name };
    const onSort = () => {
      const next = writeSort(nextSort(sort, field));
      void navigate({ search: (before) => ({ ...before, sort: next }), replace: true });
    };
    const order = sort.isDescending ? ('descending' as const) : ('ascending' as const);
    return { name, sort: { order: sort.field === field ? order : undefined, onSort } };
  });
}

type ApiKeyRowProps = { workspace: string; apiKey: ApiKey; mayManage: boolean };

function ApiKeyRow({ workspace, apiKey, mayManage }: ApiKeyRowProps) {
  return (
    <Row className={classes.row}>
      <Cell className={classes.name}>
        {mayManage ? <RenameApiKey workspace={workspace} apiKey={apiKey} /> : apiKey.name}
      </Cell>
      <Cell className={classes.status}>
        <ApiKeyStatus apiKey={apiKey} />
      </Cell>
      <Cell className={classes.key}>
        <code className={classes.prefix}>{apiKey.prefix}</code>
        <PreviousSecret {...{ workspace, apiKey, mayManage }} />
      </Cell>
      <Cell className={classes.scope}>{SCOPES[apiKey.scope]}</Cell>
      <Cell className={classes.used} label="Last used">
        <LastUsed apiKey={apiKey} />
      </Cell>
      <Cell className={classes.created} label="Created">
        <Moment iso={apiKey.createdAt}>{formatDate(apiKey.createdAt)}</Moment>
        <Creator createdBy={apiKey.createdBy} />
      </Cell>
      {mayManage && (
        <Cell className={classes.actions} align="end">
          <span className={classes.buttons}>
            {apiKey.status === 'active' && <RotateApiKey workspace={workspace} apiKey={apiKey} />}
            <DeleteApiKey workspace={workspace} apiKey={apiKey} />
          </span>
        </Cell>
      )}
    </Row>
  );
}

function Creator({ createdBy }: Pick<ApiKey, 'createdBy'>) {
  if (!createdBy) return <span className={classes.by}>by the operator</span>;
  const name = createdBy.name || createdBy.email;
  return (
    <span className={classes.by} title={createdBy.email}>
      <Avatar name={name} />
      <span className={classes.who}>{name}</span>
    </span>
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
