import type { Caller, MeteredReads, MeteredWrites } from '@tented/core';
import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-openapi';
import type { Services } from '../services.ts';
import type { Examples } from './document/examples.ts';
import type { PublicCode } from './document/failures.ts';

export type PublicContext = {
  services: Services;
  caller: Caller;
  /**
   * Commits a write together with the request's row in the usage log. `toWire` gives its
   * result the shape of the operation's output. Return what it resolves with and do nothing
   * after it: a request with an `Idempotency-Key` may be answered without it resolving.
   */
  write<Input, Output>(writes: MeteredWrites<Input, Output>, input: Input): Promise<Output>;
  write<Input, Output, Wire>(
    writes: MeteredWrites<Input, Output>,
    input: Input,
    toWire: (output: Output) => Wire,
  ): Promise<Wire>;
  /** Says in `Retry-After` when to ask again for work that is under way. */
  pollAgain(seconds: number): void;
  /** Finds one thing, and writes the request's row in the same statement. */
  read<Found>(reads: MeteredReads<Found>, target: string | null): Promise<Found>;
};

export type PublicMeta = OpenApiMeta & {
  /** Status of a success; 200 when absent. */
  successStatus?: number;
  /**
   * The POST that takes the same body, for a DELETE with one: the generator of the document
   * would turn its fields into query parameters.
   */
  sameBodyAs?: `/${string}`;
  /** The `Retry-After` of a success, while what it tells of is under way. */
  pollSeconds?: number;
  /** Takes one file as `multipart/form-data`; the input has it as `file`. */
  multipart?: true;
  /** Credits that a successful request costs; 0 when absent. */
  credits?: number;
  /** What the credits are for, where it is not the request as a whole. */
  creditsPer?: 'item';
  /** Free, but its answers say what credits the workspace has left; so do those that cost any. */
  showsCredits?: boolean;
  /** Answers are too short to be worth compressing, so no time is lost on the question. */
  isShort?: boolean;
  /** Ways to fail beyond those that follow from method, path, body and price. */
  failures?: readonly PublicCode[];
  /** Of the request and of a success; a test holds both against their schemas. */
  examples?: Examples;
};

const trpc = initTRPC.context<PublicContext>().meta<PublicMeta>().create();

export const publicRouter = trpc.router;
export const publicProcedure = trpc.procedure;
