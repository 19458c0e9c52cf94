import { type Db, Prisma } from '@tented/db';
import { firstIdAt } from '../ids.ts';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import type { ApiKeyStatus } from '../api-keys/api-keys.ts';

export type UsageEntry = {
  id: string;
  occurredAt: Date;
  key: { id: string; name: string; prefix: string; status: ApiKeyStatus };
  method: string;
  path: string;
  route: string | null;
  status: number;
  durationMs: number;
  creditsCharged: number;
  creditsRefunded: number;
  errorCode: string | null;
};

export type UsageFilter = {
  /** Any of these keys; empty or absent = all. */
  keyIds?: string[] | undefined;
  /** Inclusive. */
  from?: Date | undefined;
  /** Exclusive. */
  to?: Date | undefined;
  /** An inclusive range: one status, or a class of them. */
  status?: { from: number; to: number } | undefined;
  method?: string | undefined;
};

/**
 * A page of the log, newest first. A row's id holds its moment of arrival, so the range of
 * dates is a range of the primary key, and a page costs the same however long the log is.
 */
export async function listUsage(
  db: Db,
  query: {
    workspaceId: string;
    filter: UsageFilter;
    limit: number;
    cursor?: string | undefined;
    at: Date;
  },
): Promise<Page<UsageEntry>> {
  const { workspaceId, filter, limit, cursor, at } = query;
  const conditions = [
    Prisma.sql`l.workspace_id = ${workspaceId}::uuid`,
    ...(cursor ? [Prisma.sql`l.id < ${decodeCursor(cursor)}::uuid`] : []),
    ...(filter.from ? [Prisma.sql`l.id >= ${firstIdAt(filter.from)}::uuid`] : []),
    ...(filter.to ? [Prisma.sql`l.id < ${firstIdAt(filter.to)}::uuid`] : []),
    ...(filter.keyIds?.length ? [Prisma.sql`l.key_id = ANY(${filter.keyIds}::uuid[])`] : []),
    ...(filter.status
      ? [Prisma.sql`l.status BETWEEN ${filter.status.from} AND ${filter.status.to}`]
      : []),
    ...(filter.method ? [Prisma.sql`l.method = ${filter.method}`] : []),
  ];
  const rows = await db.$queryRaw<FlatRow[]>`
    SELECT l.id, l.occurred_at, l.method, l.path, l.route, l.status, l.duration_ms,
           l.credits_charged, l.credits_refunded, l.error_code,
           l.key_id, k.name AS key_name, k.prefix AS key_prefix,
           CASE WHEN k.deleted_at IS NOT NULL THEN 'deleted'
                WHEN k.expires_at <= ${at} THEN 'expired' ELSE 'active' END AS key_status
    FROM usage_log l
    JOIN api_key k ON k.workspace_id = l.workspace_id AND k.id = l.key_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY l.id DESC LIMIT ${limit + 1}`;
  return toPage(rows.map(toEntry), limit);
}

type FlatRow = {
  id: string;
  occurred_at: Date;
  method: string;
  path: string;
  route: string | null;
  status: number;
  duration_ms: number;
  credits_charged: number;
  credits_refunded: number;
  error_code: string | null;
  key_id: string;
  key_name: string;
  key_prefix: string;
  key_status: ApiKeyStatus;
};

function toEntry(row: FlatRow): UsageEntry {
  return {
    id: row.id,
    occurredAt: row.occurred_at,
    key: { id: row.key_id, name: row.key_name, prefix: row.key_prefix, status: row.key_status },
    method: row.method,
    path: row.path,
    route: row.route,
    status: row.status,
    durationMs: row.duration_ms,
    creditsCharged: row.credits_charged,
    creditsRefunded: row.credits_refunded,
    errorCode: row.error_code,
  };
}
