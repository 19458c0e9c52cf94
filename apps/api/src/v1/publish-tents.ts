import { z } from 'zod';
import { publicProcedure } from '../rest/public-trpc.ts';
import { Id, Timestamp } from '../rest/schemas.ts';
import { publishTentExamples, unpublishTentExamples } from './tent-examples.ts';
import { CustomPageAlias } from './tent-schemas.ts';

const tags = ['Tents'];

const PublishedTent = z
  .object({
    id: Id.meta({ description: 'The id of the tent.' }),
    updated_at: Timestamp,
    message: z.string().meta({ description: 'What was done, for people.' }),
    publication: z.object({
      status: z.literal('published'),
      published_url: z.url().meta({ description: 'Where the page is.' }),
      requested_custom_page_alias: z.string().nullable().meta({ description: 'As asked for.' }),
      applied_custom_page_alias: z
        .string()
        .nullable()
        .meta({ description: 'As it is; null = the default address.' }),
    }),
  })
  .meta({ id: 'PublishedTent' });

const UnpublishedTent = z
  .object({
    id: Id.meta({ description: 'The id of the tent.' }),
    status: z.literal('draft'),
    updated_at: Timestamp,
    message: z.string().meta({ description: 'What was done, for people.' }),
  })
  .meta({ id: 'UnpublishedTent' });

export const tentPublishing = {
  publish: publicProcedure
    .meta({
      failures: ['alias_taken', 'publish_limit_reached'],
      examples: publishTentExamples,
      openapi: {
        method: 'POST',
        path: '/v1/tents/{tentId}/publish',
        tags,
        summary: 'Publish a tent',
        description:
          'Puts the newest completed generation before the world. The body may be empty.',
      },
    })
    .input(
      z.strictObject({
        tentId: Id.meta({ description: 'The id of the tent.' }),
        custom_page_alias: CustomPageAlias.nullish().meta({
          description: 'Null takes the alias away; left out, it stays as it is.',
        }),
        remove_branding: z.boolean().optional().meta({ description: 'On the Max plan only.' }),
      }),
    )
    .output(PublishedTent)
    .mutation(({ ctx, input }) =>
      ctx.write(
        ctx.services.tents.publish,
        {
          tentId: input.tentId,
          alias: input.custom_page_alias,
          isBrandingRemoved: input.remove_branding,
        },
        (tent) => ({
          id: tent.id,
          updated_at: tent.updatedAt.toISOString(),
          message: tent.isUnchanged
            ? 'Tent is already published with its newest version'
            : 'Tent published successfully',
          publication: {
            status: 'published' as const,
            published_url: ctx.services.pageUrl(tent.workspaceSlug, tent.livePath),
            requested_custom_page_alias: tent.requestedAlias,
            applied_custom_page_alias: tent.appliedAlias,
          },
        }),
      ),
    ),

  unpublish: publicProcedure
    .meta({
      examples: unpublishTentExamples,
      openapi: {
        method: 'POST',
        path: '/v1/tents/{tentId}/unpublish',
        tags,
        summary: 'Unpublish a tent',
        description: 'Frees the alias. The body may be empty.',
      },
    })
    .input(z.strictObject({ tentId: Id.meta({ description: 'The id of the tent.' }) }))
    .output(UnpublishedTent)
    .mutation(({ ctx, input }) =>
      ctx.write(ctx.services.tents.unpublish, input, ({ id, updatedAt, isUnchanged }) => ({
        id,
        status: 'draft' as const,
        updated_at: updatedAt.toISOString(),
        message: isUnchanged ? 'Tent is not published' : 'Tent unpublished successfully',
      })),
    ),
};
