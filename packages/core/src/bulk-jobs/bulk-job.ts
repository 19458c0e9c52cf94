import type { GenerationStatus, PublicationStatus } from '@tented/db';

export type BulkItemError = {
  code:
    | 'invalid_item'
    | 'alias_taken'
    | 'alias_duplicate'
    | 'asset_not_found'
    | 'insufficient_credits'
    | 'generation_failed'
    | 'tent_deleted';
  message: string;
};

export type BulkItemStatus = 'rejected' | GenerationStatus;

export type BulkItemState = {
  index: number;
  clientItemId: string | null;
  tentId: string | null;
  tentName: string | null;
  status: BulkItemStatus;
  publicationStatus: PublicationStatus | null;
  /** Below the workspace's pages; null = not live. */
  livePath: string | null;
  error: BulkItemError | null;
};

export type BulkStatus =
  | 'accepted'
  | 'running'
  | 'completed'
  | 'completed_with_failures'
  | 'failed';

export type BulkCounts = Record<BulkItemStatus, number>;

export function countItems(items: readonly { status: BulkItemStatus }[]): BulkCounts {
  const counts = { rejected: 0, queued: 0, generating: 0, completed: 0, failed: 0 };
  for (const { status } of items) counts[status] += 1;
  return counts;
}

/**
 * What a job's items say of it. Rejected items were refused at the door and do not count,
 * unless nothing else is there.
 */
export function bulkStatusOf(counts: BulkCounts): BulkStatus {
  const open = counts.queued + counts.generating;
  const done = counts.completed + counts.failed;
  if (open > 0) return counts.generating + done > 0 ? 'running' : 'accepted';
  if (counts.completed === 0) return 'failed';
  return counts.failed > 0 ? 'completed_with_failures' : 'completed';
}
