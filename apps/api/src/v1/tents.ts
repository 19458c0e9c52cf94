import { parseTentName, text } from '@tented/core';
import { z } from 'zod';
import { publicProcedure } from '../rest/public-trpc.ts';
import { Id, Timestamp } from '../rest/schemas.ts';
import { createTentExamples, deleteTentExamples, editTentExamples } from './tent-examples.ts';
import {
  AttachedAssets,
  CustomPageAlias,
  needsAutoPublish,
  Prompt,
  Reasoning,
  TemplateId,
  Ulid,
} from './tent-schemas.ts';

const tags = ['Tents'];

const CreatedTent = z
  .object({
    id: Id.meta({ description: 'The id of the tent.' }),
    status: z.literal('pending'),
    created_at: Timestamp,
  })
  .meta({ id: 'CreatedTent' });

const EditedTent = z
  .object({
    id: Id.meta({ description: 'The id of the tent.' }),
    generation_id: Ulid.meta({ description: 'The generation that was asked for.' }),
    status: z.literal('pending'),
    updated_at: Timestamp,
  })
  .meta({ id: 'EditedTent' });

const DeletedTent = z
  .object({
    message: z.string().meta({ description: 'What was done, for people.' }),
    tent_id: Id.meta({ description: 'The id of the tent that was.' }),
  })
  .meta({ id: 'DeletedTent' });

export const tentProcedures = {
  create: publicProcedure
    .meta({
      successStatus: 202,
      credits: 1,
      failures: ['not_found'],
      examples: createTentExamples,
      openapi: {
        method: 'POST',
        path: '/v1/tents',
        tags,
        summary: 'Create a tent',
        description:
          'Answers at once; the page is generated afterwards. Poll `GET /v1/tents/{tentId}` until `status` is `completed` or `failed`. A generation that fails for good gives its credit back.',
      },
    })
    .input(
      needsAutoPublish(
        z
          .strictObject({
            name: text(200).trim().min(1).meta({ description: 'For people; shown in lists.' }),
            prompt: Prompt.meta({ description: 'With a template: how to customise it.' }),
            user_id: text(255)
              .optional()
              .meta({ description: 'Your own id of a person; stored and shown.' }),
            include_brand: z
              .boolean()
              .optional()
              .meta({ description: "Adds the workspace's brand." }),
            template_id: TemplateId.optional(),
            reasoning: Reasoning.optional(),
            auto_publish: z.boolean().optional().meta({ description: 'Publish after success.' }),
            custom_page_alias: CustomPageAlias.optional(),
            tent_id: Id.optional().meta({
              description: 'Generate into this idle tent (one without a generation).',
            }),
            asset_ids: AttachedAssets.optional(),
          })
          .refine((input) => input.asset_ids === undefined || input.tent_id !== undefined, {
            message: 'Only with tent_id: assets are attached to a tent',
            path: ['asset_ids'],
          }),
      ),
    )
    .output(CreatedTent)
    .mutation(({ ctx, input }) =>
      ctx.write(
        ctx.services.tents.create,
        {
          name: input.name,
          prompt: input.prompt,
          userId: input.user_id,
          includeBrand: input.include_brand ?? false,
          templateId: input.template_id,
          reasoning: input.reasoning,
          autoPublish: input.auto_publish ?? false,
          requestedAlias: input.custom_page_alias,
          tentId: input.tent_id,
          assetIds: input.asset_ids ?? [],
        },
        ({ id, createdAt }) => ({
          id,
          status: 'pending' as const,
          created_at: createdAt.toISOString(),
        }),
      ),
    ),

  edit: publicProcedure
    .meta({
      successStatus: 202,
      credits: 1,
      examples: editTentExamples,
      openapi: {
        method: 'POST',
        path: '/v1/tents/{tentId}/edit',
        tags,
        summary: 'Edit a tent',
        description:
          'Asks for another generation, which starts from the newest completed one. Edits of one tent run in order.',
      },
    })
    .input(
      needsAutoPublish(
        z.strictObject({
          tentId: Id.meta({ description: 'The id of the tent.' }),
          prompt: Prompt.meta({ description: 'What to change.' }),
          include_brand: z
            .boolean()
            .optional()
            .meta({ description: "Adds the workspace's brand." }),
          reasoning: Reasoning.optional(),
          auto_publish: z.boolean().optional().meta({ description: 'Publish after success.' }),
          custom_page_alias: CustomPageAlias.optional(),
          asset_ids: AttachedAssets.optional(),
        }),
      ),
    )
    .output(EditedTent)
    .mutation(({ ctx, input }) =>
      ctx.write(
        ctx.services.tents.edit,
        {
          tentId: input.tentId,
          prompt: input.prompt,
          includeBrand: input.include_brand ?? false,
          reasoning: input.reasoning,
          autoPublish: input.auto_publish ?? false,
          requestedAlias: input.custom_page_alias,
          assetIds: input.asset_ids ?? [],
        },
        ({ id, generationId, updatedAt }) => ({
          id,
          generation_id: generationId,
          status: 'pending' as const,
          updated_at: updatedAt.toISOString(),
        }),
      ),
    ),

  delete: publicProcedure
    .meta({
      examples: deleteTentExamples,
      openapi: {
        method: 'DELETE',
        path: '/v1/tents/{tentId}',
        tags,
        summary: 'Delete a tent',
        description:
          '`tentId` is a UUID, a current alias, or `__index__` for the root page. Takes along generations, assets, the page and its alias; work that is queued is cancelled and its credit given back.',
      },
    })
    .input(
      z.strictObject({
        tentId: z
          .string()
          .refine((name) => parseTentName(name) !== undefined, 'Neither a UUID nor an alias')
          .meta({ description: 'A UUID, a current alias, or `__index__`.' }),
      }),
    )
    .output(DeletedTent)
    .mutation(({ ctx, input }) =>
      ctx.write(ctx.services.tents.delete, { tentName: input.tentId }, ({ id }) => ({
        message: 'Tent deleted successfully',
        tent_id: id,
      })),
    ),
};
