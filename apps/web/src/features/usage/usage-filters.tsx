import { Button, Skeleton } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { FilterChips } from './filter-chips.tsx';
import { KeyFilter } from './key-filter.tsx';
import { MethodFilter } from './method-filter.tsx';
import { PathFilter } from './path-filter.tsx';
import { RangeFilter } from './range-filter.tsx';
import { StatusFilter } from './status-filter.tsx';
import { useApiKeys } from './use-api-keys.ts';
import classes from './usage-filters.module.css';
import { filtersOf, rangeOf, type UsageFilters as Filters } from './usage-search.ts';

// Only a custom range needs the calendar, which is large.
const CustomRange = lazy(() => import('./custom-range.tsx'));

const route = getRouteApi('/w/$workspace/settings/api/usage');

/** What the log is narrowed to: it stands in the address, and nowhere else. */
export function UsageFilters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const apiKeys = useApiKeys();
  const filters = filtersOf(search);

  function apply(next: Filters) {
    void navigate({
      search: { ...next, ...(search.live && { live: search.live }) },
      resetScroll: false,
    });
  }
  const set = (changed: { [Name in keyof Filters]: Filters[Name] | undefined }) =>
    apply(withoutEmpty({ ...filters, ...changed }));

  return (
    <search className={classes.filters} aria-label="Filters">
      <div className={classes.row}>
        <RangeFilter value={filters.range} onChange={(range) => apply(withRange(filters, range))} />
        {filters.range === 'custom' && (
          <Suspense fallback={<Skeleton className={classes.moment} height={30} />}>
            <CustomRange
              value={filters}
              onChange={(ends) =>
                apply({ ...withRange(filters, undefined), range: 'custom', ...ends })
              }
            />
          </Suspense>
        )}
        <KeyFilter value={filters.key ?? []} apiKeys={apiKeys} onChange={(key) => set({ key })} />
        <StatusFilter value={filters.status ?? []} onChange={(status) => set({ status })} />
        <MethodFilter value={filters.method ?? []} onChange={(method) => set({ method })} />
        <Button
          variant="default"
          size="xs"
          className={classes.button}
          aria-pressed={filters.credits !== undefined}
          data-active={filters.credits !== undefined}
          onClick={() => set({ credits: filters.credits ? undefined : 'charged' })}
        >
          Credits &gt; 0
        </Button>
        <PathFilter value={filters.path ?? ''} onChange={(path) => set({ path })} />
      </div>
      <FilterChips filters={filters} apiKeys={apiKeys} onChange={apply} />
    </search>
  );
}

function withoutEmpty(filters: { [Name in keyof Filters]: Filters[Name] | undefined }): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value?.length));
}

/** A custom range begins as what was shown before it, to be changed from there. */
function withRange(filters: Filters, range: Filters['range']): Filters {
  const { range: _range, from: _from, to: _to, ...rest } = filters;
  if (!range) return rest;
  return { ...rest, range, ...(range === 'custom' && rangeOf(filters, new Date())) };
}
