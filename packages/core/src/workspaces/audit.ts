import type { Prisma, Tx } from '@tented/db';
import { newId } from '../ids.ts';

/** Who acts on a workspace outside the public API: a member, or null for an operator. */
export type Actor = { userId: string | null; at: Date };

export type AuditAction =
  | 'workspace.create'
  | 'workspace.plan'
  | 'api_key.create'
  | 'api_key.rename'
  | 'api_key.rotate'
  | 'api_key.end_previous'
  | 'api_key.delete'
  | 'member.invite'
  | 'member.reinvite'
  | 'member.uninvite'
  | 'member.join'
  | 'member.role'
  | 'member.remove'
  | 'member.leave'
  | 'brand.update'
  | 'brand.picture'
  | 'template.create'
  | 'template.update'
  | 'template.approve'
  | 'template.withdraw'
  | 'template.delete';

/** Writes who did what, in the transaction of the change itself. */
export async function audit(
  tx: Tx,
  actor: Actor,
  entry: {
    workspaceId: string;
    action: AuditAction;
    targetId: string;
    data: Prisma.InputJsonObject;
  },
): Promise<void> {
  await tx.auditEntry.create({
    data: { ...entry, id: newId(actor.at), actorId: actor.userId, createdAt: actor.at },
  });
}
