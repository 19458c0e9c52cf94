import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from './settings/router.ts';

export type { AppRouter } from './settings/router.ts';

/**
 * A typed client of the settings router, for the web app and other internal TypeScript code.
 * Outside a browser `headers` carries the session: `{ cookie }` of a signed-in member.
 */
export function createInternalClient(options: {
  /** Where the server is, for example `http://localhost:3000`; empty = where the page is from. */
  url: string;
  headers?: Record<string, string>;
}): TRPCClient<AppRouter> {
  const { url, headers = {} } = options;
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, headers })],
  });
}
