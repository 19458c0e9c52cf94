import {
  BULK_ITEMS_MAX,
  BulkItem,
  getBalance,
  getBulkJob,
  listBulkJobs,
  StoredObject,
  text,
} from '@tented/core';
import { z } from 'zod';
import { itemsOf } from '../rest/items.ts';
import { publicProcedure, publicRouter } from '../rest/public-trpc.ts';
import { pageOf, paging, POLL_SECONDS } from '../rest/schemas.ts';
import {
  BulkJobSummary,
  BulkJobView,
  CreatedBulkJobView,
  toCreatedView,
  toJobView,
  toSummary,
} from './bulk-job-schemas.ts';
import {
  bulkJobsExamples,
  createBulkJobExamples,
  getBulkJobExamples,
} from './bulk-job-examples.ts';
import { Reasoning, TemplateId, Ulid } from './tent-schemas.ts';

const METADATA_BYTES_MAX = 16_384;
const START_INDEX_MAX = 1_000_000_000;
const tags = ['Bulk jobs'];

const Metadata = StoredObject.refine(
  (value) => Buffer.byteLength(JSON.stringify(value)) <= METADATA_BYTES_MAX,
  'Must not be larger than 16 KiB',
).meta({ description: 'Any JSON object of at most 16 KiB; echoed.' });

export const bulkJobsRouter = publicRouter({
  create: publicProcedure
    .meta({
      successStatus: 202,
      credits: 1,
      creditsPer: 'item',
      failures: ['not_found'],
      examples: createBulkJobExamples,
      openapi: {
        method: 'POST',
        path: '/v1/tents/bulk',
        tags,
        summary: 'Create tents in bulk',
        description: `1 to ${BULK_ITEMS_MAX} tents from one template. A bad item is rejected in its result and does not stop the others; where credits cover only some items, the first ones in order are accepted.`,
      },
    })
    .input(
      z.strictObject({
        template_id: TemplateId,
        items: itemsOf(BulkItem, 'BulkItemInput'),
        client_job_descriptor: text(255).optional().meta({ description: 'Your own name for it.' }),
        default_tent_name_prefix: text(150).trim().min(1).optional().meta({
          description: "Tents are named `<prefix> <n>`; the template's name by default.",
        }),
        start_index: z
          .int()
          .min(0)
          .max(START_INDEX_MAX)
          .default(1)
          .meta({ description: 'The number of the first item.' }),
        auto_publish: z.boolean().default(false).meta({ description: 'For the whole batch.' }),
        reasoning: Reasoning.optional(),
        metadata: Metadata.optional(),
      }),
    )
    .output(CreatedBulkJobView)
    .mutation(({ ctx, input }) =>
      ctx.write(
        ctx.services.tents.createBulkJob,
        {
          templateId: input.template_id,
          items: input.items,
          clientJobDescriptor: input.client_job_descriptor,
          namePrefix: input.default_tent_name_prefix,
          startIndex: input.start_index,
          autoPublish: input.auto_publish,
          reasoning: input.reasoning,
          metadata: input.metadata,
        },
        (job) => toCreatedView(job, input),
      ),
    ),

  get: publicProcedure
    .meta({
      pollSeconds: POLL_SECONDS,
      examples: getBulkJobExamples,
      openapi: {
        method: 'GET',
        path: '/v1/bulk-jobs/{bulkJobId}',
        tags,
        summary: 'Get the status of a bulk job',
        description: 'While work is under way, `Retry-After` says when to ask again.',
      },
    })
    .input(z.strictObject({ bulkJobId: Ulid }))
    .output(BulkJobView)
    .query(async ({ ctx, input }) => {
      const { pool, db, pageUrl } = ctx.services;
      const { workspaceId, at } = ctx.caller;
      const [job, { remaining }] = await Promise.all([
        getBulkJob(pool, { workspaceId, id: input.bulkJobId }),
        getBalance(db, { workspaceId, at }),
      ]);
      if (job.status === 'accepted' || job.status === 'running') ctx.pollAgain(POLL_SECONDS);
      return toJobView(job, { remaining, pageUrl });
    }),

  list: publicProcedure
    .meta({
      examples: bulkJobsExamples,
      openapi: {
        method: 'GET',
        path: '/v1/bulk-jobs',
        tags,
        summary: 'List bulk jobs',
        description: 'Newest first, without their items.',
      },
    })
    .input(z.strictObject(paging))
    .output(pageOf(BulkJobSummary))
    .query(async ({ ctx, input }) => {
      const { workspaceId, at } = ctx.caller;
      const [page, { remaining }] = await Promise.all([
        listBulkJobs(ctx.services.pool, { workspaceId, ...input }),
        getBalance(ctx.services.db, { workspaceId, at }),
      ]);
      return {
        data: page.rows.map((job) => toSummary(job, remaining)),
        next_cursor: page.nextCursor,
      };
    }),
});
