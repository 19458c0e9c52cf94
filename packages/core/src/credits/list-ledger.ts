import { type CreditEntryKind, type Db, Prisma } from '@tented/db';
import { decodeCursor, type Page, toPage } from '../paging.ts';
import { periodStart } from './plans.ts';

export type LedgerEntry = {
  id: string;
  createdAt: Date;
  kind: CreditEntryKind;
  /** Always above zero; `kind` says in which direction. */
  credits: number;
  /** What was paid for, for example `tent.create`. */
  action: string;
  /** The request that was charged: the row of the usage log. */
  request: { id: string; method: string; path: string; key: { id: string; name: string } } | null;
  requestId: string;
};

/** A page of a month's charges and refunds, newest first, each with the request that was charged. */
export async function listLedger(
  db: Db,
  query: { workspaceId: string; month: Date; limit: number; cursor?: string | undefined },
): Promise<Page<LedgerEntry>> {
  const { workspaceId, month, limit, cursor } = query;
  const after = cursor ? Prisma.sql`AND e.id < ${decodeCursor(cursor)}::uuid` : Prisma.empty;
  const rows = await db.$queryRaw<FlatRow[]>`
    SELECT e.id, e.created_at, e.kind::text AS kind, e.credits, e.action, e.request_id,
           l.method, l.path, k.id AS key_id, k.name AS key_name
    FROM credit_entry e
    LEFT JOIN usage_log l ON l.workspace_id = e.workspace_id AND l.id = e.request_id
    LEFT JOIN api_key k ON k.workspace_id = l.workspace_id AND k.id = l.key_id
    WHERE e.workspace_id = ${workspaceId}::uuid AND e.starts_at = ${periodStart(month)} ${after}
    ORDER BY e.id DESC LIMIT ${limit + 1}`;
  return toPage(rows.map(toEntry), limit);
}

type FlatRow = {
  id: string;
  created_at: Date;
  kind: CreditEntryKind;
  credits: number;
  action: string;
  request_id: string;
  method: string | null;
  path: string | null;
  key_id: string | null;
  key_name: string | null;
};

function toEntry(row: FlatRow): LedgerEntry {
  const { method, path, key_id: keyId, key_name: keyName } = row;
  // The log may have been cleared of old rows; the ledger never is.
  const isLogged = method !== null && path !== null && keyId !== null && keyName !== null;
  return {
    id: row.id,
    createdAt: row.created_at,
    kind: row.kind,
    credits: row.credits,
    action: row.action,
    requestId: row.request_id,
    request: isLogged
      ? { id: row.request_id, method, path, key: { id: keyId, name: keyName } }
      : null,
  };
}
