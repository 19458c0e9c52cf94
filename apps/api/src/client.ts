import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
} from '@trpc/client';
import type { AppRouter } from './settings/router.ts';

export type { AppRouter } from './settings/router.ts';

/**
 * A typed client of the settings router, for the web app and other internal TypeScript code.
 * Calls that are made at the same time travel together, and wait for each other; those with
 * `isAlone` in their context do not.
 * Outside a browser `headers` carries the session: `{ cookie }` of a signed-in member.
 */
export function createInternalClient(options: {
  /** Where the server is, for example `http://localhost:3000`; empty = where the page is from. */
  url: string;
  headers?: Record<string, string>;
}): TRPCClient<AppRouter> {
  const { url, headers = {} } = options;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        // By EventSource, which browsers have and which sends their cookies.
        true: httpSubscriptionLink({ url: `${url}/trpc` }),
        false: splitLink({
          condition: ({ context }) => context['isAlone'] === true,
          true: httpLink({ url: `${url}/trpc`, headers }),
          false: httpBatchLink({ url: `${url}/trpc`, headers }),
        }),
      }),
    ],
  });
}
