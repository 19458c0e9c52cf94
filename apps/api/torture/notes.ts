import {
  AppError,
  type Caller,
  charge,
  type Clock,
  createSingleWrites,
  type MeteredWrites,
  type UsageWriter,
  type Work,
} from '@tented/core';
import type { Pool, SqlTx } from '@tented/db';
import { z } from 'zod';
import { publicProcedure, publicRouter } from '../src/rest/public-trpc.ts';
import { v1Router } from '../src/v1/router.ts';

// A write that costs credits and that can be told to fail after it has been paid: what the
// product's own operations only do by accident.

export const NOTES_PATH = '/v1/torture/notes';
export const NOTE_STATUS = 201;

/** What a note's request asks for: to succeed, to be refused at the end, or to break. */
export const ENDINGS = ['kept', 'refused', 'broken'] as const;
export type Ending = (typeof ENDINGS)[number];

const NoteInput = z.strictObject({
  marker: z.string().min(1).max(64),
  credits: z.int().min(1).max(100),
  ending: z.enum(ENDINGS),
  /** For how long its transaction stays open, under the lock of its key. */
  holdMs: z.int().min(0).max(1_000),
});
const NoteOutput = z.object({ id: z.string() });

export type NoteInput = z.infer<typeof NoteInput>;
export type NoteOutput = z.infer<typeof NoteOutput>;

/** One row for each kept note, under the id of the request that left it. */
export const CREATE_NOTES_TABLE = `
  CREATE TABLE torture_note (
    workspace_id uuid NOT NULL, id uuid NOT NULL, key_id uuid NOT NULL,
    marker text NOT NULL, credits integer NOT NULL,
    PRIMARY KEY (workspace_id, id))`;

/** How a note is paid for: `charge` in the note's transaction, or a broken build's way. */
export type Pay = (
  tx: SqlTx,
  caller: Pick<Caller, 'workspaceId' | 'requestId' | 'at'>,
  price: { action: string; credits: number },
) => Promise<{ remaining: number }>;

type Deps = { pool: Pool; clock: Clock; usage: UsageWriter; pay?: Pay };

export type Notes = MeteredWrites<NoteInput, NoteOutput>;

export function createNotes({ pool, clock, usage, pay = charge }: Deps): Notes {
  const leaveNote: Work<NoteInput, NoteOutput> = async (tx, { caller, input }) => {
    const { marker, credits, ending, holdMs } = input;
    await tx.query({
      name: 'torture-note',
      text: `INSERT INTO torture_note (workspace_id, id, key_id, marker, credits)
             VALUES ($1, $2, $3, $4, $5)`,
      values: [caller.workspaceId, caller.requestId, caller.keyId, marker, credits],
    });
    if (holdMs > 0) await tx.query('SELECT pg_sleep($1)', [holdMs / 1_000]);
    const { remaining } = await pay(tx, caller, { action: 'torture.note', credits });
    if (ending === 'refused') throw new AppError('conflict', 'Refused, as was asked for.');
    if (ending === 'broken') throw new Error('Broken, as was asked for.');
    const output = { id: caller.requestId };
    return { output, creditsCharged: credits, creditsRemaining: remaining };
  };
  return createSingleWrites({ pool, clock, usage })(leaveNote);
}

/** The public API with one more operation. */
export function routerWith(notes: Notes) {
  return publicRouter({
    v1: v1Router,
    notes: publicRouter({
      create: publicProcedure
        .meta({
          openapi: { method: 'POST', path: NOTES_PATH, tags: ['Torture'], summary: 'Leave a note' },
          successStatus: NOTE_STATUS,
          credits: 1,
        })
        .input(NoteInput)
        .output(NoteOutput)
        .mutation(({ ctx, input }) => ctx.write(notes, input)),
    }),
  });
}
