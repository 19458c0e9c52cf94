import { AppError } from '@tented/core';
import { type AnyTRPCProcedure, callTRPCProcedure, type TRPCError } from '@trpc/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toFailure } from '../errors.ts';
import { compileProcedure } from './compile-procedure.ts';
import { type PublicContext, publicProcedure, publicRouter } from './public-trpc.ts';

const ctx = {} as PublicContext;
const Input = z.strictObject({ times: z.coerce.number().int().max(3).default(2) });
const Output = z.object({ text: z.string().max(6) });

const router = publicRouter({
  repeat: publicProcedure
    .input(Input)
    .output(Output)
    .query(({ input }) => ({ text: 'ab'.repeat(input.times), secret: 'not part of the output' })),
  breakOutput: publicProcedure
    .input(Input)
    .output(Output)
    .query(() => ({ text: 'too long for it' })),
  refuse: publicProcedure
    .input(Input)
    .output(Output)
    .mutation(async () => {
      throw new AppError('conflict', 'Taken.');
    }),
  crash: publicProcedure
    .input(Input)
    .output(Output)
    .mutation((): { text: string } => {
      throw new TypeError('Our fault.');
    }),
});

const procedureOf = (name: string) =>
  (router._def.procedures as unknown as Record<string, AnyTRPCProcedure>)[name]!;

function callByTrpc(name: string, rawInput: unknown): Promise<unknown> {
  return callTRPCProcedure({
    router,
    path: name,
    type: procedureOf(name)._def.type,
    ctx,
    getRawInput: async () => rawInput,
    signal: undefined,
    batchIndex: 0,
  });
}

const settle = (promise: Promise<unknown>) =>
  promise.then(
    (output) => ({ output }),
    // What a caller is told is what matters, whatever it is wrapped in.
    (error: unknown) => ({ failure: toFailure(error) }),
  );

test.each<[string, unknown]>([
  ['repeat', { times: '3' }],
  ['repeat', {}],
  ['repeat', { times: 4 }],
  ['repeat', { tims: 1 }],
  ['repeat', 'nothing like it'],
  ['breakOutput', {}],
  ['refuse', {}],
  ['crash', {}],
])('%s of %j comes to the same as by tRPC itself', async (name, rawInput) => {
  const call = compileProcedure(procedureOf(name));
  if (!call) throw new Error('It is a plain procedure.');

  expect(await settle(call(ctx, rawInput))).toEqual(await settle(callByTrpc(name, rawInput)));
});

test('bad input is told from bad output', async () => {
  const codeOf = (name: string, rawInput: unknown) =>
    compileProcedure(procedureOf(name))!(ctx, rawInput).catch((error: TRPCError) => error.code);

  expect(await codeOf('repeat', { times: 4 })).toBe('BAD_REQUEST');
  expect(await codeOf('breakOutput', {})).toBe('INTERNAL_SERVER_ERROR');
});

describe('is left to tRPC:', () => {
  const plain = publicProcedure.input(Input).output(Output);

  test.each<[string, AnyTRPCProcedure]>([
    [
      'a procedure with a middleware',
      plain.use(({ next }) => next()).query(() => ({ text: 'ab' })),
    ],
    ['a procedure with a second input', plain.input(z.object({})).query(() => ({ text: 'ab' }))],
    ['a procedure without an output', publicProcedure.input(Input).query(() => ({ text: 'ab' }))],
    ['a procedure without an input', publicProcedure.output(Output).query(() => ({ text: 'ab' }))],
  ])('%s', (_, procedure) => {
    expect(compileProcedure(procedure)).toBeUndefined();
  });
});
