import { type Db, type Role, transact, type Tx } from '@tented/db';
import { AppError, notFound } from '../errors.ts';
import { type Actor, audit } from './audit.ts';
import { assertMayManageRole } from './roles.ts';

export type MemberRow = {
  userId: string;
  name: string;
  email: string;
  role: Role;
  createdAt: Date;
};

type MemberOf = { workspaceId: string; userId: string };

/** Everybody in a workspace, in the order in which they came. */
export async function listMembers(
  db: Db,
  { workspaceId }: { workspaceId: string },
): Promise<MemberRow[]> {
  const members = await db.member.findMany({
    where: { workspaceId },
    select: { userId: true, role: true, createdAt: true, user: { select: NAMED } },
    orderBy: [{ createdAt: 'asc' }, { userId: 'asc' }],
  });
  return members.map(({ user, ...member }) => ({ ...member, ...user }));
}

/** Owners are changed by owners, and the last one stays an owner. */
export async function changeRole(
  db: Db,
  actor: Actor,
  { workspaceId, userId, role }: MemberOf & { role: Role },
): Promise<void> {
  await transact(db, async (tx) => {
    const { target, actorRole, owners } = await lockMembers(tx, actor, { workspaceId, userId });
    assertMayManageRole(actorRole, target.role);
    assertMayManageRole(actorRole, role);
    if (target.role === role) return;
    assertOwnerRemains(owners, target);
    await tx.member.update({
      where: { workspaceId_userId: { workspaceId, userId } },
      data: { role },
    });
    await audit(tx, actor, {
      workspaceId,
      action: 'member.role',
      targetId: userId,
      data: { ...namesOf(target), before: target.role, after: role },
    });
  });
}

/** The keys they made stay: keys belong to the workspace. */
export async function removeMember(
  db: Db,
  actor: Actor,
  { workspaceId, userId }: MemberOf,
): Promise<void> {
  await transact(db, async (tx) => {
    const { target, actorRole, owners } = await lockMembers(tx, actor, { workspaceId, userId });
    assertMayManageRole(actorRole, target.role);
    assertOwnerRemains(owners, target);
    await deleteMember(tx, { workspaceId, userId });
    await audit(tx, actor, {
      workspaceId,
      action: 'member.remove',
      targetId: userId,
      data: { ...namesOf(target), role: target.role },
    });
  });
}

/** Everybody may leave, but for the last owner. */
export async function leaveWorkspace(
  db: Db,
  actor: Actor & { userId: string },
  { workspaceId }: { workspaceId: string },
): Promise<void> {
  const { userId } = actor;
  await transact(db, async (tx) => {
    const { target, owners } = await lockMembers(tx, actor, { workspaceId, userId });
    assertOwnerRemains(owners, target);
    await deleteMember(tx, { workspaceId, userId });
    await audit(tx, actor, {
      workspaceId,
      action: 'member.leave',
      targetId: userId,
      data: { ...namesOf(target), role: target.role },
    });
  });
}

type LockedMember = { user_id: string; role: Role; name: string; email: string };

/**
 * Locks all owners, whoever acts and whoever it is about, and answers with what they are
 * under the lock. Two changes at once take turns: the second sees what the first has done, so
 * that two owners cannot make each other leave.
 */
async function lockMembers(
  tx: Tx,
  actor: Actor,
  { workspaceId, userId }: MemberOf,
): Promise<{ target: LockedMember; actorRole: Role; owners: number }> {
  const locked = await tx.$queryRaw<LockedMember[]>`
    SELECT m.user_id, m.role::text AS role, u.name, u.email
    FROM member m JOIN auth_user u ON u.id = m.user_id
    WHERE m.workspace_id = ${workspaceId}::uuid
      AND (m.role = 'owner' OR m.user_id IN (${userId}::uuid, ${actor.userId}::uuid))
    ORDER BY m.user_id FOR UPDATE OF m`;
  const target = locked.find(({ user_id: id }) => id === userId);
  if (!target) throw notFound('Member');
  // An operator, who is no member, may do what an owner may.
  const actorRole =
    actor.userId === null ? 'owner' : locked.find(({ user_id: id }) => id === actor.userId)?.role;
  if (!actorRole) throw notFound('Workspace');
  return { target, actorRole, owners: locked.filter(({ role }) => role === 'owner').length };
}

function assertOwnerRemains(owners: number, target: LockedMember): void {
  if (target.role !== 'owner' || owners > 1) return;
  throw new AppError('conflict', 'A workspace needs an owner: make somebody else an owner first.');
}

async function deleteMember(tx: Tx, { workspaceId, userId }: MemberOf): Promise<void> {
  await tx.member.delete({ where: { workspaceId_userId: { workspaceId, userId } } });
}

function namesOf({ name, email }: LockedMember) {
  return { name, email };
}

const NAMED = { name: true, email: true } as const;
