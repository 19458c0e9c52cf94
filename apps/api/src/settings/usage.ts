import { listUsage, PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX, text } from '@tented/core';
import { z } from 'zod';
import { Id, Moment } from '../rest/schemas.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';
import { toUsageView } from './views.ts';

const KEYS_MAX = 50;
const CURSOR_CHARS_MAX = 64;

export const usageRouter = settingsRouter({
  list: memberProcedure('usage.read')
    .input(
      z.object({
        keyIds: z.array(Id).max(KEYS_MAX).optional(),
        from: Moment.optional(),
        to: Moment.optional(),
        limit: z.int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
        cursor: text(CURSOR_CHARS_MAX).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { keyIds, from, to, limit, cursor } = input;
      const page = await listUsage(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        filter: { keyIds, from, to },
        limit,
        cursor: cursor ?? undefined,
        at: ctx.at,
      });
      return { rows: page.rows.map(toUsageView), nextCursor: page.nextCursor };
    }),
});
