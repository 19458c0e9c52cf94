import { Button, Group, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Navigate, useRouter } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconRefresh } from '../../ui/icons.ts';
import { PageTitle } from '../../ui/page-title.tsx';
import { useWorkspace } from '../session/use-session.ts';
import { NoUsage } from './no-usage.tsx';
import { UsageFilters } from './usage-filters.tsx';
import classes from './usage-page.module.css';
import { UsagePager } from './usage-pager.tsx';
import { UsageTable } from './usage-table.tsx';

const route = getRouteApi('/w/$workspace/settings/api/usage');

/** The tab "Usage". */
export function UsagePage() {
  const workspace = useWorkspace();

  return (
    <section aria-label="Usage">
      <PageTitle>{`Usage · ${workspace?.name ?? ''}`}</PageTitle>
      <div className={classes.bar}>
        <UsageFilters />
        <Refresh />
      </div>
      <UsageLog />
    </section>
  );
}

function UsageLog() {
  const search = route.useSearch();
  const { question } = route.useLoaderData();
  const page = useQuery(
    trpc.usage.list.queryOptions(question, { placeholderData: keepPreviousData }),
  );

  if (page.error && !page.data) {
    const failure = failureOf(page.error);
    // A cursor or key that the server cannot read comes from a damaged address.
    if (failure.code === 'invalid_request' && (search.cursor ?? search.key)) {
      const { cursor: _cursor, key: _key, ...rest } = search;
      return <Navigate from={route.id} to="." search={rest} replace />;
    }
    return (
      <ErrorState
        title="The usage log could not be loaded"
        failure={failure}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (page.data?.rows.length === 0) return <NoUsage search={search} />;
  return (
    <>
      <UsageTable rows={page.data?.rows} isStale={page.isPlaceholderData} />
      <Group justify="space-between" mt="md" gap="sm">
        <Text size="xs" c="dimmed">
          Times in your zone, {new Intl.DateTimeFormat().resolvedOptions().timeZone}
        </Text>
        <UsagePager search={search} nextCursor={page.data?.nextCursor ?? null} />
      </Group>
    </>
  );
}

function Refresh() {
  const router = useRouter();
  const { question } = route.useLoaderData();
  const { isFetching } = useQuery(trpc.usage.list.queryOptions(question));

  async function refresh() {
    await queryClient.invalidateQueries(trpc.usage.list.queryFilter());
    // Presets reach up to now, and now has moved.
    await router.invalidate();
  }

  return (
    <Button
      variant="default"
      px="sm"
      aria-label="Refresh"
      aria-busy={isFetching}
      onClick={() => void refresh()}
    >
      <IconRefresh size={15} stroke={1.75} aria-hidden />
      <span className={classes.refresh}>Refresh</span>
    </Button>
  );
}
