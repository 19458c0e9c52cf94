import { NativeSelect } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import classes from '../../ui/list-page.module.css';
import { SearchField } from '../../ui/search-field.tsx';
import { TENT_STATUSES, type TentSearch } from './tent-search.ts';

const route = getRouteApi('/w/$workspace/tents');

const STATUSES = [
  { value: '', label: 'Any status' },
  { value: 'completed', label: 'Completed' },
  { value: 'generating', label: 'Generating' },
  { value: 'queued', label: 'Queued' },
  { value: 'failed', label: 'Failed' },
  { value: 'idle', label: 'Idle' },
];

const PUBLISHED = [
  { value: '', label: 'Live or not' },
  { value: 'true', label: 'Live' },
  { value: 'false', label: 'Not live' },
];

export function TentToolbar() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // Another question has other pages: the cursor of the old ones means nothing to it.
  const change = (changes: TentSearch) =>
    void navigate({
      search: ({ cursor: _, ...before }) => ({ ...before, ...changes }),
      replace: true,
    });

  return (
    <div className={classes.bar}>
      <SearchField
        label="Search tents"
        value={search.q ?? ''}
        onChange={(q) => change({ q: q || undefined })}
      />
      <NativeSelect
        aria-label="Status"
        data={STATUSES}
        value={search.status ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ status: TENT_STATUSES.find((status) => status === value) });
        }}
      />
      <NativeSelect
        aria-label="Publication"
        data={PUBLISHED}
        value={search.published === undefined ? '' : String(search.published)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change({ published: value === '' ? undefined : value === 'true' });
        }}
      />
    </div>
  );
}
