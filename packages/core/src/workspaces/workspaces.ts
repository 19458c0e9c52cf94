import { type Db, type Plan, Prisma, type Role, transact } from '@tented/db';
import {
  CREDITS_PER_MONTH,
  isDowngrade,
  periodEnd,
  periodStart,
  planAt,
} from '../credits/plans.ts';
import { notifyWorkspaceChanged } from '../api-keys/key-events.ts';
import { AppError, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { toName } from '../text.ts';
import { type Actor, audit } from './audit.ts';
import { slugFrom } from './slug.ts';

export type WorkspaceRow = { id: string; slug: string; name: string; plan: Plan };
export type Membership = WorkspaceRow & { role: Role };

/**
 * Makes a workspace with its owner. Without a slug one is made from the name, with a number
 * behind it where the plain one is taken; a slug that was asked for and is taken is a `conflict`.
 */
export async function createWorkspace(
  db: Db,
  actor: Actor,
  input: { name: string; plan: Plan; ownerId: string; slug?: string | undefined },
): Promise<WorkspaceRow> {
  const name = toName(input.name);
  const base = slugFrom(input.slug ?? name);
  for (let number = 1; ; number += 1) {
    const slug = number === 1 ? base : `${base}-${number}`;
    try {
      return await insertWorkspace(db, actor, { ...input, name, slug });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (input.slug !== undefined) {
        throw new AppError('conflict', `The slug "${slug}" is taken.`);
      }
    }
  }
}

async function insertWorkspace(
  db: Db,
  actor: Actor,
  { name, plan, slug, ownerId }: { name: string; plan: Plan; slug: string; ownerId: string },
): Promise<WorkspaceRow> {
  const id = newId();
  return transact(db, async (tx) => {
    const workspace = await tx.workspace.create({
      data: {
        id,
        name,
        slug,
        plan,
        createdAt: actor.at,
        members: { create: { userId: ownerId, role: 'owner', createdAt: actor.at } },
      },
      select: { id: true, slug: true, name: true, plan: true },
    });
    await audit(tx, actor, {
      workspaceId: id,
      action: 'workspace.create',
      targetId: id,
      data: { name, slug, plan },
    });
    return workspace;
  });
}

/** The workspaces of a person, by name, each with the plan in force and the person's role. */
export async function listMemberships(
  db: Db,
  { userId, at }: { userId: string; at: Date },
): Promise<Membership[]> {
  const members = await db.member.findMany({
    where: { userId },
    include: { workspace: true },
    orderBy: [{ workspace: { name: 'asc' } }, { workspaceId: 'asc' }],
  });
  return members.map(({ role, workspace }) => toMembership(role, workspace, at));
}

/** One workspace as its member sees it; a workspace of others does not exist. */
export async function getMembership(
  db: Db,
  { userId, slug, at }: { userId: string; slug: string; at: Date },
): Promise<Membership> {
  const member = await db.member.findFirst({
    where: { userId, workspace: { slug } },
    include: { workspace: true },
  });
  if (!member) throw notFound('Workspace');
  return toMembership(member.role, member.workspace, at);
}

export async function getWorkspaceBySlug(db: Db, slug: string): Promise<{ id: string }> {
  const workspace = await db.workspace.findUnique({ where: { slug }, select: { id: true } });
  if (!workspace) throw notFound(`Workspace "${slug}"`);
  return workspace;
}

/** The plan in force, and the one that a downgrade has left to the next period. */
export async function getPlan(
  db: Db,
  { workspaceId, at }: { workspaceId: string; at: Date },
): Promise<{ plan: Plan; next: { plan: Plan; from: Date } | null }> {
  const workspace = await db.workspace.findUnique({ where: { id: workspaceId } });
  if (!workspace) throw notFound('Workspace');
  const plan = planAt(workspace, at);
  const { planNext, planNextFrom } = workspace;
  const isWaiting = planNext !== null && planNextFrom !== null && planNextFrom > at;
  return { plan, next: isWaiting ? { plan: planNext, from: planNextFrom } : null };
}

/**
 * An upgrade counts at once. A downgrade waits for the next period, unless `isForced`; then
 * credits already used stay used, and further charges are refused. The plan in force takes a
 * waiting downgrade back.
 */
export async function changePlan(
  db: Db,
  actor: Actor,
  { workspaceId, plan, isForced = false }: { workspaceId: string; plan: Plan; isForced?: boolean },
): Promise<{ plan: Plan; from: Date }> {
  return transact(db, async (tx) => {
    // The lock orders this against a charge that opens the month (charge.ts locks FOR SHARE).
    await tx.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
    const workspace = await tx.workspace.findUnique({ where: { id: workspaceId } });
    if (!workspace) throw notFound('Workspace');

    const before = planAt(workspace, actor.at);
    const takenBack = planAt(workspace, periodEnd(actor.at));
    if (plan === before && takenBack === before) return { plan, from: actor.at };
    const isLater = isDowngrade(before, plan) && !isForced;
    const from = isLater ? periodEnd(actor.at) : actor.at;
    await tx.workspace.update({
      where: { id: workspaceId },
      data: isLater
        ? { plan: before, planNext: plan, planNextFrom: from }
        : { plan, planNext: null, planNextFrom: null },
    });
    // Later months may be open already: a request that arrived in one can be committed before
    // a change that arrived in the month before.
    const allowance = CREDITS_PER_MONTH[plan];
    await tx.$executeRaw`
      UPDATE credit_period
      SET allowance = ${allowance}, allowance_max = greatest(allowance_max, ${allowance})
      WHERE workspace_id = ${workspaceId}::uuid AND starts_at >= ${periodStart(from)}`;
    await audit(tx, actor, {
      workspaceId,
      action: 'workspace.plan',
      targetId: workspaceId,
      data: {
        before,
        after: plan,
        from: from.toISOString(),
        ...(plan === before && { takenBack }),
      },
    });
    await notifyWorkspaceChanged(tx, workspaceId);
    return { plan, from };
  });
}

function toMembership(
  role: Role,
  workspace: WorkspaceRow & { planNext: Plan | null; planNextFrom: Date | null },
  at: Date,
): Membership {
  const { id, slug, name } = workspace;
  return { id, slug, name, plan: planAt(workspace, at), role };
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
