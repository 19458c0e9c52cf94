import { listGenerations, listTents, text, toTent } from '@tented/core';
import { z } from 'zod';
import { publicProcedure } from '../rest/public-trpc.ts';
import { Flag, Id, pageOf, paging, POLL_SECONDS, Timestamp } from '../rest/schemas.ts';
import { generationsExamples, getTentExamples, listTentsExamples } from './tent-examples.ts';
import { TentView, toTentView, Ulid } from './tent-schemas.ts';

const tags = ['Tents'];

const Generation = z
  .object({
    generation_id: Ulid,
    number: z.int().min(1).meta({ description: 'Of this tent, from 1.' }),
    kind: z.enum(['initial', 'edit', 'reverted']).meta({ description: 'What it came from.' }),
    status: z
      .enum(['queued', 'generating', 'completed', 'failed'])
      .meta({ description: 'How far it is.' }),
    created_at: Timestamp,
    completed_at: Timestamp.optional(),
    error: z.string().optional().meta({ description: 'Why it failed.' }),
  })
  .meta({ id: 'Generation' });

export const tentReads = {
  get: publicProcedure
    .meta({
      pollSeconds: POLL_SECONDS,
      isShort: true,
      examples: getTentExamples,
      openapi: {
        method: 'GET',
        path: '/v1/tents/{tentId}',
        tags,
        summary: 'Get the status of a tent',
        description: 'While work is under way, `Retry-After` says when to ask again.',
      },
    })
    .input(z.strictObject({ tentId: Id.meta({ description: 'The id of the tent.' }) }))
    .output(TentView)
    .query(async ({ ctx, input }) => {
      const { reads, pageUrl } = ctx.services;
      const tent = toTent(await ctx.read(reads.tent, input.tentId));
      if (tent.status === 'queued' || tent.status === 'generating') ctx.pollAgain(POLL_SECONDS);
      return toTentView(tent, pageUrl);
    }),

  list: publicProcedure
    .meta({
      examples: listTentsExamples,
      openapi: {
        method: 'GET',
        path: '/v1/tents',
        tags,
        summary: 'List tents',
        description: 'Newest first.',
      },
    })
    .input(
      z.strictObject({
        status: z
          .enum(['idle', 'queued', 'generating', 'completed', 'failed'])
          .meta({ description: 'Of the newest generation.' })
          .optional(),
        published: Flag.meta({ description: '`true` = live pages only.' }).optional(),
        q: text(255).meta({ description: 'Part of the name, in any case.' }).optional(),
        ...paging,
      }),
    )
    .output(pageOf(TentView))
    .query(async ({ ctx, input: { limit, cursor, status, published, q } }) => {
      const { pool, pageUrl } = ctx.services;
      const page = await listTents(pool, {
        workspaceId: ctx.caller.workspaceId,
        filter: { status, isPublished: published, q },
        limit,
        cursor,
      });
      return {
        data: page.rows.map((tent) => toTentView(tent, pageUrl)),
        next_cursor: page.nextCursor,
      };
    }),

  generations: publicProcedure
    .meta({
      examples: generationsExamples,
      openapi: {
        method: 'GET',
        path: '/v1/tents/{tentId}/generations',
        tags,
        summary: 'List the generations of a tent',
        description: 'Newest first.',
      },
    })
    .input(z.strictObject({ tentId: Id.meta({ description: 'The id of the tent.' }), ...paging }))
    .output(pageOf(Generation))
    .query(async ({ ctx, input: { tentId, limit, cursor } }) => {
      const { workspaceId } = ctx.caller;
      const page = await listGenerations(ctx.services.pool, { workspaceId, tentId, limit, cursor });
      return {
        data: page.rows.map((row) => ({
          generation_id: row.id,
          number: row.number,
          kind: row.kind,
          status: row.status,
          created_at: row.createdAt.toISOString(),
          ...(row.completedAt && { completed_at: row.completedAt.toISOString() }),
          ...(row.error !== null && { error: row.error }),
        })),
        next_cursor: page.nextCursor,
      };
    }),
};
