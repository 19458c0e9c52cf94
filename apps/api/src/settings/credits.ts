import {
  getBalance,
  listLedger,
  PAGE_ROWS_DEFAULT,
  PAGE_ROWS_MAX,
  text,
  verifyMonth,
} from '@tented/core';
import { z } from 'zod';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';
import { toBalanceView, toLedgerView } from './views.ts';

const CURSOR_CHARS_MAX = 64;

/** A calendar month in UTC, `2026-03`. */
const Month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, 'Expected a month such as 2026-03')
  .transform((month) => new Date(`${month}-01T00:00:00Z`));

export const creditsRouter = settingsRouter({
  balance: memberProcedure('usage.read').query(async ({ ctx }) =>
    toBalanceView(await getBalance(ctx.services.db, { workspaceId: ctx.workspace.id, at: ctx.at })),
  ),

  /** The charges and refunds of a month, this one by default, newest first. */
  ledger: memberProcedure('usage.read')
    .input(
      z.object({
        month: Month.optional(),
        limit: z.int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
        cursor: text(CURSOR_CHARS_MAX).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { rows, nextCursor } = await listLedger(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        month: input.month ?? ctx.at,
        limit: input.limit,
        cursor: input.cursor ?? undefined,
      });
      return { rows: rows.map(toLedgerView), nextCursor };
    }),

  /** Adds up this month of this workspace anew, from the ledger and from the log. */
  verify: memberProcedure('usage.read').query(async ({ ctx }) => ({
    ...(await verifyMonth(ctx.services.db, { workspaceId: ctx.workspace.id, at: ctx.at })),
    verifiedAt: ctx.at.toISOString(),
  })),
});
