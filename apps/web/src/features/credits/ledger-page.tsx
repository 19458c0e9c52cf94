import { Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { failureOf } from '../../lib/failure.ts';
import { formatMonth } from '../../lib/format.ts';
import { trpc } from '../../lib/trpc.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from '../../ui/icons.ts';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { PageTitle } from '../../ui/page-title.tsx';
import { Pager } from '../../ui/pager.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useWorkspace } from '../session/use-session.ts';
import classes from './ledger-page.module.css';
import { monthBeside, monthOf } from './ledger-search.ts';
import { LedgerTable } from './ledger-table.tsx';

const route = getRouteApi('/w/$workspace/settings/api/ledger');

/** Every charge and refund behind the balance, a month at a time. */
export function LedgerPage() {
  const params = route.useParams();
  const workspace = useWorkspace();
  const month = useMonth();

  return (
    <section aria-labelledby="ledger-heading">
      <PageTitle>{`Ledger · ${workspace?.name ?? ''}`}</PageTitle>
      <AnchorLink to="/w/$workspace/settings/api" params={params} className={classes.back}>
        <IconArrowLeft size={15} stroke={1.75} aria-hidden />
        Credit and Key
      </AnchorLink>
      <div className={classes.head}>
        <div>
          <Title order={2} id="ledger-heading">
            Ledger of {formatMonth(`${month}-01T00:00:00Z`)}
          </Title>
          <Text c="dimmed" size="sm" mt={2}>
            Every charge and every refund, with the request that was charged. Months are those of
            UTC.
          </Text>
        </div>
        <Months month={month} />
      </div>
      <Entries />
    </section>
  );
}

function useMonth(): string {
  const { month } = route.useSearch();
  const now = useNow();
  return month ?? monthOf(now);
}

function Months({ month }: { month: string }) {
  const isNewest = month >= monthOf(useNow());
  const later = monthBeside(month, 1);

  return (
    <nav className={classes.months} aria-label="Months">
      <ButtonLink
        variant="default"
        size="xs"
        from={route.id}
        to="."
        search={{ month: monthBeside(month, -1) }}
      >
        <IconChevronLeft size={15} stroke={1.75} aria-hidden />
        {formatMonth(`${monthBeside(month, -1)}-01T00:00:00Z`)}
      </ButtonLink>
      {!isNewest && (
        <ButtonLink variant="default" size="xs" from={route.id} to="." search={{ month: later }}>
          {formatMonth(`${later}-01T00:00:00Z`)}
          <IconChevronRight size={15} stroke={1.75} aria-hidden />
        </ButtonLink>
      )}
    </nav>
  );
}

function Entries() {
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const page = useQuery(
    trpc.credits.ledger.queryOptions(
      { workspace, ...search },
      { placeholderData: keepPreviousData },
    ),
  );

  if (page.error && !page.data) {
    return (
      <ErrorState
        title="The ledger could not be loaded"
        failure={failureOf(page.error)}
        onRetry={() => void page.refetch()}
      />
    );
  }
  if (page.data?.rows.length === 0) {
    return (
      <EmptyState
        title="No credits moved in this month"
        text="A credit is charged when a tent is generated or edited, and given back when a generation fails for good. Everything else is free."
      />
    );
  }
  return (
    <>
      <LedgerTable
        workspace={workspace}
        entries={page.data?.rows}
        isStale={page.isPlaceholderData}
      />
      <Pager cursor={search.cursor} nextCursor={page.data?.nextCursor ?? null} />
    </>
  );
}
