import { type Db, Prisma } from '@tented/db';
import { decodeCursor, type Page, toPage } from '../paging.ts';

/** Everything in a workspace that leaves an entry, by what it is about. */
export const AUDIT_KINDS = ['api_key', 'member', 'workspace', 'brand', 'template'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

export type AuditRow = {
  id: string;
  createdAt: Date;
  /** The member who did it; null for the operator, and for people who are gone. */
  actor: { name: string; email: string } | null;
  isOperator: boolean;
  action: string;
  targetId: string;
  data: Record<string, unknown>;
};

/** A page of who changed what, newest first. */
export async function listAudit(
  db: Db,
  query: {
    workspaceId: string;
    kind?: AuditKind | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<Page<AuditRow>> {
  const { workspaceId, kind, limit, cursor } = query;
  const conditions = [
    Prisma.sql`a.workspace_id = ${workspaceId}::uuid`,
    ...(cursor ? [Prisma.sql`a.id < ${decodeCursor(cursor)}::uuid`] : []),
    ...(kind ? [Prisma.sql`split_part(a.action, '.', 1) = ${kind}`] : []),
  ];
  const rows = await db.$queryRaw<FlatRow[]>`
    SELECT a.id, a.created_at, a.actor_id, a.action, a.target_id, a.data, u.name, u.email
    FROM audit_entry a LEFT JOIN auth_user u ON u.id = a.actor_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY a.id DESC LIMIT ${limit + 1}`;
  return toPage(rows.map(toRow), limit);
}

type FlatRow = {
  id: string;
  created_at: Date;
  actor_id: string | null;
  action: string;
  target_id: string;
  data: Record<string, unknown>;
  name: string | null;
  email: string | null;
};

function toRow(row: FlatRow): AuditRow {
  const { name, email } = row;
  return {
    id: row.id,
    createdAt: row.created_at,
    actor: name !== null && email !== null ? { name, email } : null,
    isOperator: row.actor_id === null,
    action: row.action,
    targetId: row.target_id,
    data: row.data,
  };
}
