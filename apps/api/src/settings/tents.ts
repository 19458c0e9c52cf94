import {
  Alias,
  deleteTent,
  type FreeWork,
  getGenerationHtml,
  getTent,
  listGenerations,
  listTents,
  PAGE_ROWS_DEFAULT,
  PAGE_ROWS_MAX,
  publishTent,
  revertTent,
  text,
  unpublishTent,
} from '@tented/core';
import { inTransaction } from '@tented/db';
import { z } from 'zod';
import { Id } from '../rest/schemas.ts';
import { toTentView } from '../v1/tent-schemas.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';
import type { Services } from '../services.ts';

const CURSOR_CHARS_MAX = 64;
const ID_CHARS_MAX = 64;
const ofTent = z.object({ tentId: Id });
const paging = {
  limit: z.int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_DEFAULT),
  cursor: text(CURSOR_CHARS_MAX).nullish(),
};

/** What members do with tents in the web app. Pages themselves are ordered with a key: they cost credits. */
export const tentsRouter = settingsRouter({
  list: memberProcedure('workspace.read')
    .input(
      z.object({
        status: z.enum(['idle', 'queued', 'generating', 'completed', 'failed']).optional(),
        isPublished: z.boolean().optional(),
        q: text(255).optional(),
        ...paging,
      }),
    )
    .query(async ({ ctx, input: { limit, cursor, ...filter } }) => {
      const { pool, pageUrl } = ctx.services;
      const page = await listTents(pool, {
        workspaceId: ctx.workspace.id,
        filter,
        limit,
        cursor: cursor ?? undefined,
      });
      return {
        rows: page.rows.map((tent) => toTentView(tent, pageUrl)),
        nextCursor: page.nextCursor,
      };
    }),

  get: memberProcedure('workspace.read')
    .input(ofTent)
    .query(async ({ ctx, input }) => {
      const { pool, pageUrl } = ctx.services;
      const tent = await getTent(pool, { workspaceId: ctx.workspace.id, id: input.tentId });
      return { ...toTentView(tent, pageUrl), user_id: tent.userId };
    }),

  generations: memberProcedure('workspace.read')
    .input(ofTent.extend(paging))
    .query(async ({ ctx, input: { tentId, limit, cursor } }) => {
      const page = await listGenerations(ctx.services.pool, {
        workspaceId: ctx.workspace.id,
        tentId,
        limit,
        cursor: cursor ?? undefined,
      });
      return {
        rows: page.rows.map((row) => ({
          ...row,
          createdAt: row.createdAt.toISOString(),
          completedAt: row.completedAt?.toISOString() ?? null,
        })),
        nextCursor: page.nextCursor,
      };
    }),

  /** A page as it was made, to be shown in a sandbox. */
  html: memberProcedure('workspace.read')
    .input(ofTent.extend({ generationId: text(ID_CHARS_MAX) }))
    .query(async ({ ctx, input }) => ({
      html: await getGenerationHtml(ctx.services.pool, {
        workspaceId: ctx.workspace.id,
        ...input,
      }),
    })),

  revert: memberProcedure('content.manage')
    .input(ofTent.extend({ generationId: text(ID_CHARS_MAX) }))
    .mutation(({ ctx, input }) => perform(ctx, revertTent, input)),

  publish: memberProcedure('content.manage')
    .input(ofTent.extend({ alias: Alias.nullish(), isBrandingRemoved: z.boolean().optional() }))
    .mutation(async ({ ctx, input }) => {
      const published = await perform(ctx, publishTent, input);
      return {
        ...published,
        updatedAt: published.updatedAt.toISOString(),
        url: ctx.services.pageUrl(published.workspaceSlug, published.livePath),
      };
    }),

  unpublish: memberProcedure('content.manage')
    .input(ofTent)
    .mutation(async ({ ctx, input }) => {
      const unpublished = await perform(ctx, unpublishTent, input);
      return { ...unpublished, updatedAt: unpublished.updatedAt.toISOString() };
    }),

  delete: memberProcedure('content.manage')
    .input(ofTent)
    .mutation(({ ctx, input }) =>
      perform(ctx, deleteTent(ctx.services.jobs), { tentName: input.tentId }),
    ),
});

type Ctx = { services: Services; workspace: { id: string }; at: Date };

/** The use case that the public API performs too, here for a member instead of a key. */
async function perform<Input, Output>(
  { services, workspace, at }: Ctx,
  work: FreeWork<Input, Output>,
  input: Input,
): Promise<Output> {
  const caller = { workspaceId: workspace.id, at };
  const { output } = await inTransaction(services.pool, (tx) => work(tx, { caller, input }));
  return output;
}
