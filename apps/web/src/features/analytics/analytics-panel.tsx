import { NativeSelect, Skeleton, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { formatNumber } from '../../lib/format.ts';
import { type Outputs, trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { AnchorLink } from '../../ui/links.tsx';
import classes from './analytics.module.css';
import { Breakdown } from './breakdown.tsx';
import { ViewsLine } from './views-line.tsx';

const RANGES = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
];
const DAYS_DEFAULT = 30;

type AnalyticsPanelProps = {
  workspace: string;
  /** Absent = all tents together. */ tentId?: string;
};

/** Who looked at published pages. Days are those of UTC. */
export function AnalyticsPanel({ workspace, tentId }: AnalyticsPanelProps) {
  const [days, setDays] = useState(DAYS_DEFAULT);

  return (
    <section className={classes.panel} aria-labelledby="analytics-heading">
      <div className={classes.head}>
        <Title order={2} id="analytics-heading">
          Views
        </Title>
        <NativeSelect
          size="xs"
          aria-label="Range of the views"
          data={RANGES}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
        />
      </div>
      {tentId === undefined ? (
        <WorkspaceViews workspace={workspace} days={days} />
      ) : (
        <TentViews workspace={workspace} tentId={tentId} days={days} />
      )}
    </section>
  );
}

type Ranged = { workspace: string; days: number };

function TentViews({ workspace, tentId, days }: Ranged & { tentId: string }) {
  const views = useQuery(trpc.analytics.tent.queryOptions({ workspace, tentId, days }));
  return <Loaded query={views}>{views.data && <Numbers analytics={views.data} />}</Loaded>;
}

function WorkspaceViews({ workspace, days }: Ranged) {
  const views = useQuery(trpc.analytics.workspace.queryOptions({ workspace, days }));
  return (
    <Loaded query={views}>
      {views.data && (
        <Numbers analytics={views.data} tents={views.data.tents} workspace={workspace} />
      )}
    </Loaded>
  );
}

type LoadedProps = {
  query: { error: unknown; data?: unknown; refetch: () => unknown };
  children: ReactNode;
};

function Loaded({ query, children }: LoadedProps) {
  if (query.error !== null && query.data === undefined) {
    return (
      <ErrorState
        title="The views could not be loaded"
        failure={failureOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return query.data === undefined ? <Skeleton height="16rem" mt="md" /> : children;
}

type Tents = Outputs['analytics']['workspace']['tents'];
type NumbersProps = {
  analytics: Outputs['analytics']['tent'] | Outputs['analytics']['workspace'];
  tents?: Tents;
  workspace?: string;
};

function Numbers({ analytics, tents, workspace }: NumbersProps) {
  return (
    <>
      <dl className={classes.numbers}>
        <div>
          <dt>Views</dt>
          <dd>{formatNumber(analytics.pageviews)}</dd>
        </div>
        <div>
          <dt>Visits</dt>
          <dd>{formatNumber(analytics.visits)}</dd>
        </div>
      </dl>
      <ViewsLine days={analytics.days} />
      <div className={classes.breakdowns}>
        {tents && workspace && <TentShares tents={tents} workspace={workspace} />}
        {DIMENSIONS.map(({ title, field }) => (
          <Breakdown
            key={field}
            title={title}
            shares={analytics[field].map(({ value, views }) => ({
              key: value,
              label: value,
              views,
            }))}
          />
        ))}
      </div>
    </>
  );
}

const DIMENSIONS = [
  { title: 'Referrers', field: 'referrer' },
  { title: 'Countries', field: 'country' },
  { title: 'Devices', field: 'device' },
  { title: 'Browsers', field: 'browser' },
  { title: 'Systems', field: 'os' },
] as const;

function TentShares({ tents, workspace }: { tents: Tents; workspace: string }) {
  return (
    <Breakdown
      title="Tents"
      shares={tents.map(({ tentId, name, views }) => ({
        key: tentId,
        views,
        label: (
          <AnchorLink
            to="/w/$workspace/tents/$tentId"
            params={{ workspace, tentId }}
            size="sm"
            c="inherit"
          >
            {name}
          </AnchorLink>
        ),
      }))}
    />
  );
}
