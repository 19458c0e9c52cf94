import type { GenerationStatus, Pool, PublicationStatus } from '@tented/db';
import { notFound } from '../errors.ts';
import { isUlid } from '../ids.ts';
import { decodeTextCursor, encodeTextCursor, type Page, toPage } from '../paging.ts';
import { pagePath } from '../tents/tent.ts';
import {
  type BulkCounts,
  type BulkItemError,
  type BulkItemState,
  type BulkStatus,
  bulkStatusOf,
  countItems,
} from './bulk-job.ts';

export type BulkJobState = {
  id: string;
  status: BulkStatus;
  templateId: string;
  autoPublish: boolean;
  total: number;
  counts: BulkCounts;
  items: BulkItemState[];
  creditsCharged: number;
  creditsRefunded: number;
  clientJobDescriptor: string | null;
  metadata: Record<string, unknown> | null;
  createdAt: Date;
  updatedAt: Date;
  workspaceSlug: string;
};

/** Throws `not_found` for a job that is not there, or not this workspace's. */
export async function getBulkJob(
  pool: Pool,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<BulkJobState> {
  const { rows } = await pool.query<JobRow>({
    name: 'get-bulk-job',
    text: `${SELECT_JOBS} WHERE j.workspace_id = $1 AND j.id = $2`,
    values: [workspaceId, id],
  });
  const [job] = await withItems(pool, workspaceId, rows);
  if (!job) throw notFound('Bulk job');
  return job;
}

/** A page of jobs, newest first. */
export async function listBulkJobs(
  pool: Pool,
  query: { workspaceId: string; limit: number; cursor?: string | undefined },
): Promise<Page<BulkJobState>> {
  const { workspaceId, limit, cursor } = query;
  const before = cursor === undefined ? null : decodeTextCursor(cursor, isUlid);
  const { rows } = await pool.query<JobRow>({
    name: 'list-bulk-jobs',
    text: `${SELECT_JOBS} WHERE j.workspace_id = $1 AND ($2::text IS NULL OR j.id < $2)
           ORDER BY j.id DESC LIMIT $3`,
    values: [workspaceId, before, limit + 1],
  });
  const jobs = await withItems(pool, workspaceId, rows);
  return toPage(jobs, limit, ({ id }) => encodeTextCursor(id));
}

type JobRow = {
  id: string;
  template_id: string;
  auto_publish: boolean;
  client_job_descriptor: string | null;
  metadata: Record<string, unknown> | null;
  created_at: Date;
  updated_at: Date;
  slug: string;
};

const SELECT_JOBS = `
  SELECT j.id, j.template_id, j.auto_publish, j.client_job_descriptor, j.metadata,
         j.created_at, j.updated_at, w.slug
  FROM bulk_job j JOIN workspace w ON w.id = j.workspace_id`;

type ItemRow = {
  bulk_job_id: string;
  index: number;
  client_item_id: string | null;
  tent_id: string | null;
  tent_name: string | null;
  rejection: BulkItemError | null;
  /** Null with `tent_id` = the tent was deleted. */
  status: GenerationStatus | null;
  failure: string | null;
  alias: string | null;
  published_id: string | null;
  publication_status: PublicationStatus | null;
  tent_updated_at: Date | null;
  refunded: number;
};

async function withItems(pool: Pool, workspaceId: string, jobs: JobRow[]): Promise<BulkJobState[]> {
  if (jobs.length === 0) return [];
  const { rows } = await pool.query<ItemRow>({
    name: 'list-bulk-items',
    text: LIST_ITEMS,
    values: [workspaceId, jobs.map(({ id }) => id)],
  });
  const itemsOf = Map.groupBy(rows, ({ bulk_job_id }) => bulk_job_id);
  return jobs.map((job) => toState(job, itemsOf.get(job.id) ?? []));
}

const LIST_ITEMS = `
  SELECT i.bulk_job_id, i.index, i.client_item_id, i.tent_id, i.tent_name, i.error AS rejection,
         g.status, g.error AS failure, t.alias, t.published_id, t.publication_status,
         t.updated_at AS tent_updated_at, coalesce(r.credits, 0) AS refunded
  FROM bulk_item i
  LEFT JOIN tent t ON t.workspace_id = i.workspace_id AND t.id = i.tent_id
  LEFT JOIN generation g ON g.workspace_id = i.workspace_id AND g.id = i.generation_id
  LEFT JOIN credit_entry r ON r.workspace_id = i.workspace_id AND r.reverses_id = i.charge_id
  WHERE i.workspace_id = $1 AND i.bulk_job_id = ANY($2)
  ORDER BY i.bulk_job_id, i.index`;

function toState(job: JobRow, rows: ItemRow[]): BulkJobState {
  const items = rows.map(toItem);
  const counts = countItems(items);
  const changes = rows.flatMap(({ tent_updated_at: at }) => at?.getTime() ?? []);
  return {
    id: job.id,
    status: bulkStatusOf(counts),
    templateId: job.template_id,
    autoPublish: job.auto_publish,
    total: items.length,
    counts,
    items,
    creditsCharged: items.length - counts.rejected,
    creditsRefunded: rows.reduce((sum, { refunded }) => sum + refunded, 0),
    clientJobDescriptor: job.client_job_descriptor,
    metadata: job.metadata,
    createdAt: job.created_at,
    updatedAt: new Date(Math.max(job.updated_at.getTime(), ...changes)),
    workspaceSlug: job.slug,
  };
}

function toItem(row: ItemRow): BulkItemState {
  const item = {
    index: row.index,
    clientItemId: row.client_item_id,
    tentId: row.tent_id,
    tentName: row.tent_name,
    publicationStatus: row.publication_status,
    livePath:
      row.published_id && row.tent_id ? pagePath({ id: row.tent_id, alias: row.alias }) : null,
  };
  if (row.rejection) return { ...item, status: 'rejected', error: row.rejection };
  if (!row.status) {
    const message = 'The tent of this item was deleted';
    return { ...item, status: 'failed', error: { code: 'tent_deleted', message } };
  }
  const error: BulkItemError | null =
    row.failure === null ? null : { code: 'generation_failed', message: row.failure };
  return { ...item, status: row.status, error };
}
