import { Button } from '@mantine/core';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useCallback } from 'react';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { IconRefresh } from '../../ui/icons.ts';
import { PageTitle } from '../../ui/page-title.tsx';
import { useWorkspace } from '../session/use-session.ts';
import { ExportButton } from './export-button.tsx';
import { LiveToggle } from './live-toggle.tsx';
import { UsageFilters } from './usage-filters.tsx';
import { UsageLog } from './usage-log.tsx';
import { UsageOverview } from './usage-overview.tsx';
import classes from './usage-page.module.css';
import { hasFilters } from './usage-search.ts';
import { useLiveUsage } from './use-live-usage.ts';
import { type UsageRows, useUsageRows } from './use-usage-rows.ts';

const RequestDrawer = lazy(() => import('./request-drawer.tsx'));

const route = getRouteApi('/w/$workspace/settings/api/usage');

/** The tab "Usage": every request, what they come to, and each of them in full. */
export function UsagePage() {
  const workspace = useWorkspace();
  const search = route.useSearch();
  const { question } = route.useLoaderData();
  const log = useUsageRows(question);
  const isEmpty = log.rows?.length === 0 && !log.hasMore && !hasFilters(search);

  return (
    <section aria-label="Usage">
      <PageTitle>{`Usage · ${workspace?.name ?? ''}`}</PageTitle>
      <div className={classes.bar}>
        <UsageFilters />
        <Tools log={log} />
      </div>
      {!isEmpty && <UsageOverview />}
      <UsageLog log={log} />
      <Suspense>{search.request && <RequestDrawer id={search.request} />}</Suspense>
    </section>
  );
}

function Tools({ log }: { log: UsageRows }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { question } = route.useLoaderData();
  const isPossible = question.to === undefined;

  const setLive = useCallback(
    (isOn: boolean) => {
      void navigate({
        search: ({ live: _, ...rest }) => ({ ...rest, ...(isOn && { live: 'on' }) }),
        replace: true,
        resetScroll: false,
      });
    },
    [navigate],
  );
  const live = useLiveUsage(question, log, {
    isOn: search.live === 'on' && isPossible,
    onEnd: () => setLive(false),
  });

  return (
    <div className={classes.tools}>
      <LiveToggle state={live} isPossible={isPossible} onChange={setLive} />
      <ExportButton question={question} />
      <Refresh log={log} />
    </div>
  );
}

function Refresh({ log }: { log: UsageRows }) {
  const router = useRouter();

  async function refresh() {
    await Promise.all([
      log.reset(),
      queryClient.invalidateQueries(trpc.usage.summary.queryFilter()),
    ]);
    // Presets reach up to now, and now has moved.
    await router.invalidate();
  }

  return (
    <Button
      variant="default"
      size="xs"
      className={classes.tool}
      aria-label="Refresh"
      onClick={() => void refresh()}
    >
      <IconRefresh size={14} stroke={1.75} aria-hidden />
    </Button>
  );
}
