import { type AnyTRPCProcedure, TRPCError } from '@trpc/server';
import type { PublicContext } from './public-trpc.ts';

/** Runs a procedure on input that has not been checked yet; resolves with checked output. */
export type ProcedureCall = (ctx: PublicContext, rawInput: unknown) => Promise<unknown>;

type Schema = { parse(value: unknown): unknown };
type Resolver = (options: { ctx: PublicContext; input: unknown }) => unknown;

/** What tRPC keeps of a procedure beyond what it types. */
type Definition = {
  inputs: Schema[];
  output?: Schema;
  middlewares: { _type?: 'input' | 'output' | 'errors' }[];
  resolver: Resolver;
};

/**
 * The procedure as one function: its own input schema, its own resolver, its own output
 * schema, in that order and with tRPC's errors. Undefined for a procedure that is more than
 * that (middlewares, several inputs), which only tRPC knows how to call
 * (docs/decisions/0011-procedures-called-directly.md). Its schemas have to be synchronous.
 */
export function compileProcedure(procedure: AnyTRPCProcedure): ProcedureCall | undefined {
  const { inputs, output, middlewares, resolver } = procedure._def as unknown as Definition;
  const [input, ...moreInputs] = inputs;
  // Its resolver is a middleware as well, the last one.
  const others = middlewares.slice(0, -1).filter(({ _type: type }) => !isParser(type));
  if (!input || !output || moreInputs.length > 0 || others.length > 0) return undefined;

  return async (ctx, rawInput) =>
    checkOutput(output, await resolver({ ctx, input: checkInput(input, rawInput) }));
}

function isParser(type: string | undefined): boolean {
  return type === 'input' || type === 'output';
}

function checkInput(schema: Schema, value: unknown): unknown {
  try {
    return schema.parse(value);
  } catch (cause) {
    throw new TRPCError({ code: 'BAD_REQUEST', cause });
  }
}

function checkOutput(schema: Schema, value: unknown): unknown {
  try {
    return schema.parse(value);
  } catch (cause) {
    throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause });
  }
}
