import { infiniteQueryOptions } from '@tanstack/react-query';
import { trpc } from '../../lib/trpc.ts';
import type { UsageQuestion } from './usage-search.ts';

export const PAGE_ROWS = 50;

/** Pages of the log, newest first. They are read afresh by a refresh, not piece by piece behind the reader's back. */
export function listOptions(question: UsageQuestion) {
  return infiniteQueryOptions({
    ...trpc.usage.list.infiniteQueryOptions(
      { ...question, limit: PAGE_ROWS },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Travels alone: the rows must not wait for it. */
export function summaryOptions(question: UsageQuestion) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return trpc.usage.summary.queryOptions(
    { ...question, timeZone },
    { trpc: { context: { isAlone: true } } },
  );
}
