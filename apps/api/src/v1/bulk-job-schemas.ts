import type { AdmittedItem, BulkItemState, BulkJobState, CreatedBulkJob } from '@tented/core';
import { z } from 'zod';
import type { PageUrl } from '../page-url.ts';
import { Id, Timestamp } from '../rest/schemas.ts';
import { TemplateId, Ulid } from './tent-schemas.ts';

const ItemError = z
  .object({
    code: z.string().meta({ description: 'For programs.' }),
    message: z.string().meta({ description: 'For people.' }),
  })
  .meta({ description: 'Why it was rejected, or failed.' });
const index = z.int().min(0).meta({ description: 'Place in the request, from 0.' });
const ClientItemId = z.string().optional().meta({ description: 'Your own id, echoed.' });
const TentName = z.string().meta({ description: 'The name the tent got.' });
const AutoPublish = z.boolean().meta({ description: 'Publish what succeeds.' });
const Descriptor = z.string().optional().meta({ description: 'As it was given.' });
const Metadata = z
  .record(z.string(), z.unknown())
  .optional()
  .meta({ description: 'As it was given.' });

const AcceptedItem = z
  .discriminatedUnion('status', [
    z.object({
      index,
      client_item_id: ClientItemId,
      status: z.literal('queued'),
      tent_id: Id,
      tent_name: TentName,
    }),
    z.object({
      index,
      client_item_id: ClientItemId,
      status: z.literal('rejected'),
      error: ItemError,
    }),
  ])
  .meta({ id: 'BulkAdmittedItem' });

const BulkCredits = z.object({
  charged: z.int().min(0).meta({ description: 'For accepted items.' }),
  refunded: z.int().min(0).meta({ description: 'For items that failed for good.' }),
  remaining: z.int().min(0).meta({ description: 'Left in this month.' }),
});

export const CreatedBulkJobView = z
  .object({
    bulk_job_id: Ulid,
    status: z.enum(['accepted', 'failed']).meta({
      description: '`failed` when no item was accepted, for reasons other than credits.',
    }),
    template_id: TemplateId,
    auto_publish: AutoPublish,
    total: z.int().meta({ description: 'Items of the request.' }),
    accepted: z.int().meta({ description: 'Items that are queued.' }),
    rejected: z.int().meta({ description: 'Items that are not.' }),
    items: z.array(AcceptedItem).meta({ description: 'One for each item, in request order.' }),
    credits: BulkCredits,
    client_job_descriptor: Descriptor,
    metadata: Metadata,
    created_at: Timestamp,
  })
  .meta({ id: 'CreatedBulkJob' });

const BulkItemView = z
  .object({
    index,
    client_item_id: ClientItemId,
    tent_id: Id.optional(),
    tent_name: TentName.optional(),
    status: z
      .enum(['rejected', 'queued', 'generating', 'completed', 'failed'])
      .meta({ description: 'How far the item is.' }),
    publication_status: z
      .enum(['pending', 'published', 'published_with_warnings', 'failed'])
      .optional()
      .meta({ description: 'How far publishing is, where it was asked for.' }),
    published_url: z.url().optional().meta({ description: 'Where the page is.' }),
    error: ItemError.optional(),
  })
  .meta({ id: 'BulkItem' });

export const BulkJobSummary = z
  .object({
    bulk_job_id: Ulid,
    status: z
      .enum(['accepted', 'running', 'completed', 'completed_with_failures', 'failed'])
      .meta({ description: 'How far the job is.' }),
    template_id: TemplateId,
    auto_publish: AutoPublish,
    total: z.int().meta({ description: 'Items of the request.' }),
    queued: z.int().meta({ description: 'Items that wait.' }),
    generating: z.int().meta({ description: 'Items that are being worked on.' }),
    completed: z.int().meta({ description: 'Items that are done.' }),
    failed: z.int().meta({ description: 'Items that failed for good.' }),
    rejected: z.int().meta({ description: 'Items that were never accepted.' }),
    credits: BulkCredits,
    client_job_descriptor: Descriptor,
    metadata: Metadata,
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'BulkJobSummary' });

export const BulkJobView = BulkJobSummary.extend({
  items: z.array(BulkItemView).meta({ description: 'One for each item, in request order.' }),
}).meta({
  id: 'BulkJob',
});

type Echo = {
  client_job_descriptor?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
};

export function toCreatedView(job: CreatedBulkJob, echo: Echo): z.input<typeof CreatedBulkJobView> {
  const accepted = job.items.filter(({ status }) => status === 'queued').length;
  return {
    bulk_job_id: job.id,
    status: accepted > 0 ? 'accepted' : 'failed',
    template_id: job.templateId,
    auto_publish: job.autoPublish,
    total: job.items.length,
    accepted,
    rejected: job.items.length - accepted,
    items: job.items.map(toAcceptedItem),
    credits: { charged: job.creditsCharged, refunded: 0, remaining: job.creditsRemaining },
    ...(echo.client_job_descriptor !== undefined && {
      client_job_descriptor: echo.client_job_descriptor,
    }),
    ...(echo.metadata && { metadata: echo.metadata }),
    created_at: job.createdAt.toISOString(),
  };
}

function toAcceptedItem(item: AdmittedItem): z.input<typeof AcceptedItem> {
  const named = {
    index: item.index,
    ...(item.clientItemId !== null && { client_item_id: item.clientItemId }),
  };
  return item.status === 'queued'
    ? { ...named, status: 'queued', tent_id: item.tentId, tent_name: item.tentName }
    : { ...named, status: 'rejected', error: item.error };
}

export function toSummary(job: BulkJobState, remaining: number): z.input<typeof BulkJobSummary> {
  return {
    bulk_job_id: job.id,
    status: job.status,
    template_id: job.templateId,
    auto_publish: job.autoPublish,
    total: job.total,
    ...job.counts,
    credits: { charged: job.creditsCharged, refunded: job.creditsRefunded, remaining },
    ...(job.clientJobDescriptor !== null && { client_job_descriptor: job.clientJobDescriptor }),
    ...(job.metadata && { metadata: job.metadata }),
    created_at: job.createdAt.toISOString(),
    updated_at: job.updatedAt.toISOString(),
  };
}

export function toItemView(
  item: BulkItemState,
  urlOf: (path: string) => string,
): z.input<typeof BulkItemView> {
  return {
    index: item.index,
    ...(item.clientItemId !== null && { client_item_id: item.clientItemId }),
    ...(item.tentId !== null && { tent_id: item.tentId }),
    ...(item.tentName !== null && { tent_name: item.tentName }),
    status: item.status,
    ...(item.publicationStatus && { publication_status: item.publicationStatus }),
    ...(item.livePath !== null && { published_url: urlOf(item.livePath) }),
    ...(item.error && { error: item.error }),
  };
}

export function toJobView(
  job: BulkJobState,
  { remaining, pageUrl }: { remaining: number; pageUrl: PageUrl },
): z.input<typeof BulkJobView> {
  const urlOf = (path: string) => pageUrl(job.workspaceSlug, path);
  return {
    ...toSummary(job, remaining),
    items: job.items.map((item) => toItemView(item, urlOf)),
  };
}
