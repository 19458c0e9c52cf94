import { QueryCache, QueryClient } from '@tanstack/react-query';
import { type AppRouter, createInternalClient } from '@tented/api/client';
import { TRPCClientError } from '@trpc/client';
import type { inferRouterOutputs } from '@trpc/server';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';

const RETRIES_MAX = 2;
// Long enough that what a loader has fetched is not fetched again by its component.
const FRESH_MS = 5_000;

export type Outputs = inferRouterOutputs<AppRouter>;

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignedOut }),
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      retry: (failures, error) => !isCallersFault(error) && failures < RETRIES_MAX,
    },
  },
});

export const trpc = createTRPCOptionsProxy<AppRouter>({
  client: createInternalClient({ url: '' }),
  queryClient,
});

/** The same request would fail the same way again. */
function isCallersFault(error: unknown): boolean {
  const status = httpStatusOf(error);
  return status !== undefined && status >= 400 && status < 500;
}

/** A session that ended elsewhere shows as a 401: asking for the session again lets the shell react. */
function noticeSignedOut(error: unknown): void {
  if (httpStatusOf(error) === 401) {
    void queryClient.invalidateQueries(trpc.session.get.queryFilter());
  }
}

function httpStatusOf(error: unknown): number | undefined {
  return error instanceof TRPCClientError
    ? (error as TRPCClientError<AppRouter>).data?.httpStatus
    : undefined;
}
