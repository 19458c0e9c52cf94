import { type Db, type Role, transact, type Tx } from '@tented/db';
import { AppError, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { queueMail } from '../mail/queue-mail.ts';
import { type Actor, audit } from './audit.ts';
import { hashInvitationToken, type InvitationLinks } from './invitation-links.ts';
import { lockWorkspace } from './lock-workspace.ts';
import { assertMayManageRole } from './roles.ts';

export type InvitationRow = {
  id: string;
  email: string;
  role: Role;
  invitedBy: { name: string; email: string } | null;
  createdAt: Date;
  expiresAt: Date;
  isExpired: boolean;
};

export const INVITATION_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1_000;
const INVITATIONS_MAX = 200;

type Deps = { db: Db; links: InvitationLinks };
type InvitationOf = { workspaceId: string; id: string };

/** What is still open, newest first. */
export async function listInvitations(
  db: Db,
  { workspaceId, at }: { workspaceId: string; at: Date },
): Promise<InvitationRow[]> {
  const invitations = await db.invitation.findMany({
    where: { workspaceId },
    select: SELECT,
    orderBy: { id: 'desc' },
  });
  return invitations.map((row) => ({ ...row, isExpired: row.expiresAt <= at }));
}

/**
 * Offers somebody a role by a mail with a link, which works once and for seven days. An open
 * offer to the same address is replaced, and its link stops working. Answers with the link, for
 * where no mail can be sent.
 */
export async function inviteMember(
  { db, links }: Deps,
  actor: Actor,
  input: { workspaceId: string; email: string; role: Role },
): Promise<{ id: string; link: string }> {
  const { workspaceId, role } = input;
  const email = input.email.trim().toLowerCase();
  return transact(db, async (tx) => {
    const inviter = await lockInviter(tx, actor, workspaceId);
    assertMayManageRole(inviter.role, role);
    await assertNoMember(tx, { workspaceId, email });
    const open = await tx.invitation.findUnique({
      where: { workspaceId_email: { workspaceId, email } },
    });
    if (open) assertMayManageRole(inviter.role, open.role);
    else await assertRoom(tx, workspaceId);

    const ref = { workspaceId, id: open?.id ?? newId(actor.at), number: (open?.number ?? 0) + 1 };
    const link = await send(tx, { links, actor, inviter }, { ...ref, email, role });
    const data = { email, role };
    await audit(tx, actor, { workspaceId, action: 'member.invite', targetId: ref.id, data });
    return { id: ref.id, link };
  });
}

/** Sends the offer again, with a link of its own and seven days from now. */
export async function resendInvitation(
  { db, links }: Deps,
  actor: Actor,
  { workspaceId, id }: InvitationOf,
): Promise<{ id: string; link: string }> {
  return transact(db, async (tx) => {
    const inviter = await lockInviter(tx, actor, workspaceId);
    const { email, role, number } = await getOpen(tx, { workspaceId, id });
    assertMayManageRole(inviter.role, role);
    const ref = { workspaceId, id, number: number + 1 };
    const link = await send(tx, { links, actor, inviter }, { ...ref, email, role });
    const data = { email, role };
    await audit(tx, actor, { workspaceId, action: 'member.reinvite', targetId: id, data });
    return { id, link };
  });
}

/** The link stops working at once. */
export async function cancelInvitation(
  db: Db,
  actor: Actor,
  { workspaceId, id }: InvitationOf,
): Promise<void> {
  await transact(db, async (tx) => {
    const inviter = await lockInviter(tx, actor, workspaceId);
    const { email, role } = await getOpen(tx, { workspaceId, id });
    assertMayManageRole(inviter.role, role);
    await tx.invitation.delete({ where: { workspaceId_id: { workspaceId, id } } });
    await takeBackMail(tx, { workspaceId, id });
    const data = { email, role };
    await audit(tx, actor, { workspaceId, action: 'member.uninvite', targetId: id, data });
  });
}

type Inviter = { role: Role; name: string | null; workspaceName: string };

/**
 * The one who acts, as a member under a lock: a role that is just being taken away is gone.
 * Changes to the invitations of a workspace take turns.
 */
async function lockInviter(tx: Tx, actor: Actor, workspaceId: string): Promise<Inviter> {
  const { name: workspaceName } = await lockWorkspace(tx, workspaceId);
  if (actor.userId === null) return { role: 'owner', name: null, workspaceName };
  const [member] = await tx.$queryRaw<{ role: Role; name: string }[]>`
    SELECT m.role::text AS role, u.name FROM member m JOIN auth_user u ON u.id = m.user_id
    WHERE m.workspace_id = ${workspaceId}::uuid AND m.user_id = ${actor.userId}::uuid
    FOR SHARE OF m`;
  if (!member) throw notFound('Workspace');
  return { ...member, workspaceName };
}

async function assertNoMember(
  tx: Tx,
  { workspaceId, email }: { workspaceId: string; email: string },
): Promise<void> {
  const member = await tx.member.findFirst({ where: { workspaceId, user: { email } } });
  if (!member) return;
  throw new AppError('conflict', `${email} is a member already.`, {
    details: { issues: [{ path: 'email', message: 'Is a member already' }] },
  });
}

async function assertRoom(tx: Tx, workspaceId: string): Promise<void> {
  if ((await tx.invitation.count({ where: { workspaceId } })) < INVITATIONS_MAX) return;
  throw new AppError('conflict', `${INVITATIONS_MAX} invitations are open: cancel some first.`);
}

async function getOpen(tx: Tx, { workspaceId, id }: InvitationOf) {
  const invitation = await tx.invitation.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
  });
  if (!invitation) throw notFound('Invitation');
  return invitation;
}

/** Writes the offer with its next link, and the mail that brings it. */
async function send(
  tx: Tx,
  { links, actor, inviter }: { links: InvitationLinks; actor: Actor; inviter: Inviter },
  offer: InvitationOf & { number: number; email: string; role: Role },
): Promise<string> {
  const { workspaceId, id, number, email, role } = offer;
  const expiresAt = new Date(actor.at.getTime() + INVITATION_DAYS * DAY_MS);
  const sent = {
    role,
    number,
    tokenHash: new Uint8Array(hashInvitationToken(links.tokenOf(offer))),
    invitedById: actor.userId,
    expiresAt,
  };
  await tx.invitation.upsert({
    where: { workspaceId_id: { workspaceId, id } },
    create: { workspaceId, id, email, createdAt: actor.at, ...sent },
    update: sent,
  });
  await takeBackMail(tx, { workspaceId, id });
  await queueMail(tx, {
    workspaceId,
    kind: 'invitation',
    recipient: email,
    at: actor.at,
    data: {
      invitationId: id,
      number,
      role,
      workspaceName: inviter.workspaceName,
      inviterName: inviter.name,
      expiresAt: expiresAt.toISOString(),
    },
  });
  return links.urlOf(offer);
}

/** A mail that has not been sent yet would bring a link that works no more. */
async function takeBackMail(tx: Tx, { workspaceId, id }: InvitationOf): Promise<void> {
  await tx.mail.deleteMany({
    where: {
      workspaceId,
      kind: 'invitation',
      sentAt: null,
      data: { path: ['invitationId'], equals: id },
    },
  });
}

const SELECT = {
  id: true,
  email: true,
  role: true,
  createdAt: true,
  expiresAt: true,
  invitedBy: { select: { name: true, email: true } },
} as const;
