import { type Pool, Prisma } from '@tented/db';
import type { ApiKeyStatus } from '../api-keys/api-keys.ts';
import type { ErrorDetails } from '../errors.ts';
import { queryLog } from './query-log.ts';
import type { UsageReader } from './usage-filter.ts';

/** A row of the log as people see it. */
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
  /** The answer repeated an earlier one. */
  isReplayed: boolean;
  errorCode: string | null;
  /** What the caller was told. */
  error: { message: string; details?: ErrorDetails } | null;
};

/** The rows of these ids, with the names of their keys, newest first. */
export async function readEntries(
  reader: Pool,
  { workspaceId, at }: Pick<UsageReader, 'workspaceId' | 'at'>,
  ids: readonly string[],
): Promise<UsageEntry[]> {
  if (ids.length === 0) return [];
  const rows = await queryLog<FlatEntry>(
    reader,
    Prisma.sql`
      SELECT l.id, l.occurred_at AS "occurredAt", l.method, l.path, l.route, l.status,
             l.duration_ms AS "durationMs", l.credits_charged AS "creditsCharged",
             l.credits_refunded AS "creditsRefunded", l.is_replayed AS "isReplayed",
             l.error_code AS "errorCode", l.error,
             l.key_id AS "keyId", k.name AS "keyName", k.prefix AS "keyPrefix",
             CASE WHEN k.deleted_at IS NOT NULL THEN 'deleted'
                  WHEN k.expires_at <= ${at} THEN 'expired' ELSE 'active' END AS "keyStatus"
      FROM unnest(${ids}::uuid[]) AS wanted (id)
      JOIN usage_log l ON l.workspace_id = ${workspaceId}::uuid AND l.id = wanted.id
      JOIN api_key k ON k.workspace_id = l.workspace_id AND k.id = l.key_id`,
  );
  // Not by the database: to spare itself the sorting, it would walk along the whole log.
  rows.sort((a, b) => (a.id < b.id ? 1 : -1));
  return rows.map(({ keyId, keyName, keyPrefix, keyStatus, ...row }) => ({
    ...row,
    key: { id: keyId, name: keyName, prefix: keyPrefix, status: keyStatus },
  }));
}

type FlatEntry = Omit<UsageEntry, 'key'> & {
  keyId: string;
  keyName: string;
  keyPrefix: string;
  keyStatus: ApiKeyStatus;
};
