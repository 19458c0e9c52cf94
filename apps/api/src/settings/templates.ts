import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  Name,
  PAGE_ROWS_MAX,
  readTentHtml,
  setTemplateApproval,
  TEMPLATE_BYTES_MAX,
  type TemplateRow,
  text,
  updateTemplate,
} from '@tented/core';
import { z } from 'zod';
import { Id } from '../rest/schemas.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';

const ID_CHARS_MAX = 64;
const TemplateId = text(ID_CHARS_MAX);
const Html = text(TEMPLATE_BYTES_MAX);
const ofTemplate = z.object({ id: TemplateId });

export const templatesRouter = settingsRouter({
  list: memberProcedure('workspace.read')
    .input(
      z.object({
        isApproved: z.boolean().optional(),
        limit: z.int().min(1).max(PAGE_ROWS_MAX).default(PAGE_ROWS_MAX),
        cursor: text(ID_CHARS_MAX).nullish(),
      }),
    )
    .query(async ({ ctx, input: { isApproved, limit, cursor } }) => {
      const page = await listTemplates(ctx.services.pool, {
        workspaceId: ctx.workspace.id,
        isApproved,
        limit,
        cursor: cursor ?? undefined,
      });
      return { rows: page.rows.map(toTemplateView), nextCursor: page.nextCursor };
    }),

  get: memberProcedure('workspace.read')
    .input(ofTemplate)
    .query(async ({ ctx, input }) => {
      const template = await getTemplate(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        id: input.id,
      });
      return { ...toTemplateView(template), html: template.html };
    }),

  /** The page of a tent, to make a template from. */
  htmlOfTent: memberProcedure('content.manage')
    .input(z.object({ tentId: Id }))
    .query(async ({ ctx, input }) => ({
      html: await readTentHtml(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        tentId: input.tentId,
      }),
    })),

  create: memberProcedure('content.manage')
    .input(z.object({ name: Name, html: Html }))
    .mutation(async ({ ctx, input }) =>
      toTemplateView(
        await createTemplate(ctx.services.db, ctx.actor, {
          workspaceId: ctx.workspace.id,
          ...input,
        }),
      ),
    ),

  update: memberProcedure('content.manage')
    .input(ofTemplate.extend({ name: Name.optional(), html: Html.optional() }))
    .mutation(async ({ ctx, input }) =>
      toTemplateView(
        await updateTemplate(ctx.services.db, ctx.actor, {
          workspaceId: ctx.workspace.id,
          ...input,
        }),
      ),
    ),

  /** Only what an owner or an admin has approved may be used through the API. */
  setApproval: memberProcedure('template.approve')
    .input(ofTemplate.extend({ isApproved: z.boolean() }))
    .mutation(async ({ ctx, input }) =>
      toTemplateView(
        await setTemplateApproval(ctx.services.db, ctx.actor, {
          workspaceId: ctx.workspace.id,
          ...input,
        }),
      ),
    ),

  delete: memberProcedure('content.manage')
    .input(ofTemplate)
    .mutation(({ ctx, input }) =>
      deleteTemplate(ctx.services.db, ctx.actor, { workspaceId: ctx.workspace.id, id: input.id }),
    ),
});

function toTemplateView(template: TemplateRow) {
  return {
    id: template.id,
    name: template.name,
    placeholders: template.placeholders,
    approvedAt: template.approvedAt?.toISOString() ?? null,
    createdAt: template.createdAt.toISOString(),
    updatedAt: template.updatedAt.toISOString(),
  };
}
