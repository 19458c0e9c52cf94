import { Button, Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { KeyFilter } from './key-filter.tsx';
import { RangeFilter } from './range-filter.tsx';
import classes from './usage-page.module.css';
import { hasFilters, rangeOf, type UsageSearch } from './usage-search.ts';

// Only a custom range needs the calendar, which is large.
const CustomRange = lazy(() => import('./custom-range.tsx'));

const route = getRouteApi('/w/$workspace/settings/api/usage');

export function UsageFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();

  // Another question has other pages: a cursor never outlives its filters.
  function filter({ cursor: _cursor, ...next }: UsageSearch) {
    void navigate({ search: next, resetScroll: false });
  }

  return (
    <search className={classes.filters} aria-label="Filters">
      <KeyFilter value={search.key ?? []} onChange={(key) => filter(withKeys(search, key))} />
      <RangeFilter value={search.range} onChange={(range) => filter(withRange(search, range))} />
      {search.range === 'custom' && (
        <Suspense fallback={<Skeleton className={classes.moment} height={36} />}>
          <CustomRange
            value={search}
            onChange={(ends) =>
              filter({ ...withRange(search, undefined), range: 'custom', ...ends })
            }
          />
        </Suspense>
      )}
      {hasFilters(search) && (
        <Button variant="subtle" color="gray" onClick={() => filter({})}>
          Clear filters
        </Button>
      )}
    </search>
  );
}

function withKeys({ key: _key, ...rest }: UsageSearch, key: string[]): UsageSearch {
  return key.length > 0 ? { ...rest, key } : rest;
}

/** A custom range begins as what was shown before it, to be changed from there. */
function withRange(search: UsageSearch, range: UsageSearch['range']): UsageSearch {
  const { range: _range, from: _from, to: _to, ...rest } = search;
  if (!range) return rest;
  return { ...rest, range, ...(range === 'custom' && rangeOf(search, new Date())) };
}
