import type { Caller, MeteredWrites } from '@tented/core';
import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-openapi';
import type { Services } from '../services.ts';

export type PublicContext = {
  services: Services;
  caller: Caller;
  /** Commits a write together with the request's row in the usage log. */
  write<Input, Output>(writes: MeteredWrites<Input, Output>, input: Input): Promise<Output>;
};

export type PublicMeta = OpenApiMeta & {
  /** Status of a success; 200 when absent. */
  successStatus?: number;
  /**
   * The POST that takes the same body, for a DELETE with one: the generator of the document
   * would turn its fields into query parameters.
   */
  sameBodyAs?: `/${string}`;
  /** Credits that a successful request costs; 0 when absent. */
  credits?: number;
};

const trpc = initTRPC.context<PublicContext>().meta<PublicMeta>().create();

export const publicRouter = trpc.router;
export const publicProcedure = trpc.procedure;
