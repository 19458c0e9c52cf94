import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { queryClient } from '../../lib/trpc.ts';
import { mergeRows } from './merge-rows.ts';
import { listOptions } from './usage-queries.ts';
import type { UsageQuestion } from './usage-search.ts';
import type { UsageRow } from './usage-table.tsx';

export type UsageRows = ReturnType<typeof useUsageRows>;

/**
 * The rows that answer a question: those of the pages read so far, and those told since. A row
 * is there once, whichever way it came.
 */
export function useUsageRows(question: UsageQuestion) {
  const options = listOptions(question);
  const list = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const news = useNews(question);
  const [stoppedFor, setStoppedFor] = useState<UsageQuestion | null>(null);
  const isStopped = stoppedFor === question;

  const { data, error, hasNextPage, fetchNextPage, isFetching, isPlaceholderData } = list;
  const pages = useMemo(() => data?.pages.flatMap((page) => page.rows), [data]);
  const rows = useMemo(() => pages && mergeRows(news.shown, pages), [pages, news.shown]);
  const last = data?.pages.at(-1);

  /** Reads the newest page again; what was read further down is let go. */
  async function reset() {
    const { queryKey } = options;
    queryClient.setQueryData(
      queryKey,
      (known) =>
        known && { pages: known.pages.slice(0, 1), pageParams: known.pageParams.slice(0, 1) },
    );
    const before = news.shown;
    await queryClient.refetchQueries({ queryKey, exact: true });
    // What has been told meanwhile may be younger than the page.
    news.forget(before);
  }

  return {
    /** Undefined until the first page is there. */
    rows,
    error,
    /** Rows of the last question, shown until the next answer is there. */
    isStale: isPlaceholderData,
    hasMore: hasNextPage,
    canLoadMore: hasNextPage && !isFetching && !isPlaceholderData && !isStopped && !error,
    loadMore: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    retry: () => void (data ? fetchNextPage() : list.refetch()),
    /** How far a search has come that finds little. */
    searchedTo: last?.searchedTo ?? null,
    isStopped,
    stop: () => setStoppedFor(question),
    goOn: () => setStoppedFor(null),
    retentionDays: last?.retentionDays,
    news,
    reset,
  };
}

const NONE: { shown: UsageRow[]; held: UsageRow[]; latest: string[] } = {
  shown: [],
  held: [],
  latest: [],
};

/** Rows told since the pages were read. They are held back while the reader is further down. */
function useNews(question: UsageQuestion) {
  const [state, setState] = useState({ ...NONE, question });
  // Another question: what was told belongs to the one before.
  const { shown, held, latest } = state.question === question ? state : NONE;

  return {
    shown,
    heldBack: held.length,
    isLatest: (id: string) => latest.includes(id),
    forget(rows: UsageRow[]) {
      setState((now) => ({ ...now, shown: now.shown.filter((row) => !rows.includes(row)) }));
    },
    show() {
      setState((now) => ({ ...NONE, question, shown: mergeRows(now.held, now.shown) }));
    },
    tell(rows: UsageRow[], isHeld: (row: UsageRow) => boolean) {
      setState((now) => {
        const before = now.question === question ? now : NONE;
        const toShow = rows.filter((row) => !isHeld(row));
        return {
          question,
          shown: mergeRows(toShow, before.shown),
          held: mergeRows(rows.filter(isHeld), before.held),
          latest: toShow.map(({ id }) => id),
        };
      });
    },
  };
}
