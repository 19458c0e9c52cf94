import { listTemplates } from '@tented/core';
import { z } from 'zod';
import { publicProcedure, publicRouter } from '../rest/public-trpc.ts';
import { Flag, pageOf, paging, Timestamp } from '../rest/schemas.ts';
import { templatesExamples } from './tent-examples.ts';
import { TemplateId } from './tent-schemas.ts';

const Template = z
  .object({
    id: TemplateId,
    name: z.string().meta({ description: 'For people.' }),
    approved: z.boolean().meta({ description: 'Only an approved template may be used.' }),
    approved_at: Timestamp.nullable(),
    placeholders: z.array(z.string()).meta({
      description: 'Names that `input_data` can fill, in the order of their first use.',
    }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Template' });

export const templatesRouter = publicRouter({
  list: publicProcedure
    .meta({
      examples: templatesExamples,
      openapi: {
        method: 'GET',
        path: '/v1/templates',
        tags: ['Templates'],
        summary: 'List templates',
        description: 'Newest first.',
      },
    })
    .input(
      z.strictObject({
        approved: Flag.meta({ description: '`true` = approved ones only.' }).optional(),
        ...paging,
      }),
    )
    .output(pageOf(Template))
    .query(async ({ ctx, input: { approved, limit, cursor } }) => {
      const page = await listTemplates(ctx.services.pool, {
        workspaceId: ctx.caller.workspaceId,
        isApproved: approved,
        limit,
        cursor,
      });
      return {
        data: page.rows.map((row) => ({
          id: row.id,
          name: row.name,
          approved: row.approvedAt !== null,
          approved_at: row.approvedAt?.toISOString() ?? null,
          placeholders: row.placeholders,
          created_at: row.createdAt.toISOString(),
          updated_at: row.updatedAt.toISOString(),
        })),
        next_cursor: page.nextCursor,
      };
    }),
});
