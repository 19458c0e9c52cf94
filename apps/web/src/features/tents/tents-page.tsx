import { Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Pager } from '../../ui/pager.tsx';
import classes from '../../ui/list-page.module.css';
import { useWorkspace } from '../session/use-session.ts';
import { NoTents } from './no-tents.tsx';
import { isUnderWay, REFRESH_MS } from './tent.ts';
import { hasTentFilters, tentsQuestion } from './tent-search.ts';
import { TentToolbar } from './tent-toolbar.tsx';
import { TentsTable } from './tents-table.tsx';

const route = getRouteApi('/w/$workspace/tents');

export function TentsPage() {
  const workspace = useWorkspace();

  return (
    <section aria-labelledby="tents-heading">
      <PageTitle>{`Tents · ${workspace?.name ?? ''}`}</PageTitle>
      <div className={classes.head}>
        <div>
          <Title order={1} id="tents-heading">
            Tents
          </Title>
          <Text c="dimmed" size="sm" mt={4}>
            Personalised pages of this workspace. They are generated through the API; publish and
            look after them here.
          </Text>
        </div>
      </div>
      <TentToolbar />
      <TentList />
    </section>
  );
}

function TentList() {
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const page = useQuery(
    trpc.tents.list.queryOptions(tentsQuestion(workspace, search), {
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (state.data?.rows.some(isUnderWay) ? REFRESH_MS : false),
    }),
  );

  if (page.error && !page.data) {
    return (
      <ErrorState
        title="The tents could not be loaded"
        failure={failureOf(page.error)}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (page.data?.rows.length === 0) {
    if (!hasTentFilters(search) && !search.cursor) return <NoTents />;
    return (
      <EmptyState title="No tent matches" text="Nothing here has this name and this status.">
        <ButtonLink variant="default" from={route.id} to="." search={{}}>
          Show all tents
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <>
      <TentsTable workspace={workspace} tents={page.data?.rows} isStale={page.isPlaceholderData} />
      <Pager cursor={search.cursor} nextCursor={page.data?.nextCursor ?? null} />
    </>
  );
}
