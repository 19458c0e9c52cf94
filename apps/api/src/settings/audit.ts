import { AUDIT_KINDS, listAudit, PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX, text } from '@tented/core';
import { z } from 'zod';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';
import { toAuditView } from './views.ts';

const CURSOR_CHARS_MAX = 64;

export const auditRouter = settingsRouter({
  list: memberProcedure('workspace.read')
    .input(
      z.object({
        kind: z.enum(AUDIT_KINDS).optional(),
        limit: z.int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
        cursor: text(CURSOR_CHARS_MAX).nullish(),
      }),
    )
    .query(async ({ ctx, input }) => {
      const { kind, limit, cursor } = input;
      const { rows, nextCursor } = await listAudit(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        kind,
        limit,
        cursor: cursor ?? undefined,
      });
      return { rows: rows.map(toAuditView), nextCursor };
    }),
});
