import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import type { AppRouter } from './settings/router.ts';

export type { AppRouter } from './settings/router.ts';

/**
 * A typed client of the settings router for internal TypeScript code. `headers` carries the
 * session: `{ cookie }` of a signed-in member.
 */
export function createInternalClient(options: {
  /** Where the server is, for example `http://localhost:3000`. */
  url: string;
  headers?: Record<string, string>;
}): TRPCClient<AppRouter> {
  const { url, headers = {} } = options;
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, headers })],
  });
}
