import { Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { formatDateTime, formatNumber } from '../../lib/format.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { UsageChart } from './usage-chart.tsx';
import classes from './usage-overview.module.css';
import { filtersOf } from './usage-search.ts';
import { bucketsOf, percentText, totalsOf, type UsageTotals } from './usage-totals.ts';
import { summaryOptions } from './usage-queries.ts';

const route = getRouteApi('/w/$workspace/settings/api/usage');

/** What the rows below come to, in figures and over time. */
export function UsageOverview() {
  const { question } = route.useLoaderData();
  const summary = useQuery({ ...summaryOptions(question), placeholderData: keepPreviousData });
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = summary;
  const buckets = useMemo(() => (data ? bucketsOf(data) : undefined), [data]);

  function narrow(from: number, to: number) {
    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const { range: _, from: __, to: ___, ...rest } = filtersOf(search);
    void navigate({ search: { ...rest, range: 'custom', ...range }, resetScroll: false });
  }

  if (summary.error && !data) {
    return (
      <div className={classes.failure}>
        <ErrorState
          title="The chart could not be loaded"
          failure={failureOf(summary.error)}
          onRetry={() => void summary.refetch()}
        />
      </div>
    );
  }
  return (
    <section
      className={classes.card}
      aria-label="Overview"
      aria-busy={summary.isPending || summary.isPlaceholderData}
      data-stale={summary.isPlaceholderData}
    >
      <Totals totals={data && totalsOf(data)} />
      {data && buckets ? (
        <UsageChart buckets={buckets} step={data.step} onNarrow={narrow} />
      ) : (
        <Skeleton className={classes.chartSkeleton} />
      )}
      {data?.countedFrom && (
        <p className={classes.note}>
          Counted from {formatDateTime(data.countedFrom)} on: a part of a path is looked for row by
          row. The list and the export go further back.
        </p>
      )}
    </section>
  );
}

function Totals({ totals }: { totals: UsageTotals | undefined }) {
  const {
    requests = 0,
    failed = 0,
    creditsCharged = 0,
    creditsRefunded = 0,
    averageMs,
  } = totals ?? {};
  const figures = [
    { name: 'Requests', value: formatNumber(requests) },
    {
      name: 'Errors',
      value: formatNumber(failed),
      note: failed > 0 ? percentText(failed, requests) : undefined,
    },
    {
      name: 'Credits',
      value: formatNumber(creditsCharged - creditsRefunded),
      note: creditsRefunded > 0 ? `${formatNumber(creditsRefunded)} refunded` : undefined,
    },
    {
      name: 'Average response',
      value: typeof averageMs === 'number' ? `${formatNumber(Math.round(averageMs))} ms` : '–',
    },
  ];

  return (
    <dl className={classes.totals}>
      {figures.map(({ name, value, note }) => (
        <div key={name} className={classes.figure}>
          <dt>{name}</dt>
          <dd>
            {totals ? value : <Skeleton height="1.25rem" width="4rem" my="0.1875rem" />}
            {note && <span className={classes.figureNote}>{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
