import { type Db, type Role, transact } from '@tented/db';
import { AppError } from '../errors.ts';
import { type Actor, audit } from './audit.ts';
import { hashInvitationToken, workspaceOfToken } from './invitation-links.ts';
import { lockWorkspace } from './lock-workspace.ts';

/** What the one who holds a link is told of it. */
export type Offer = {
  workspace: { slug: string; name: string };
  email: string;
  role: Role;
  invitedBy: string | null;
  expiresAt: Date;
  isExpired: boolean;
  /** Whether somebody has signed up with the address already: then they sign in. */
  hasAccount: boolean;
};

/** Throws `not_found` for a link that was never sent, or that works no more. */
export async function getOffer(db: Db, { token, at }: { token: string; at: Date }): Promise<Offer> {
  const workspaceId = workspaceOfToken(token);
  if (!workspaceId) throw noSuchInvitation();
  const invitation = await db.invitation.findUnique({
    where: whereToken(workspaceId, token),
    include: {
      workspace: { select: { slug: true, name: true } },
      invitedBy: { select: { name: true, email: true } },
    },
  });
  if (!invitation) throw noSuchInvitation();
  const { email, role, workspace, invitedBy, expiresAt } = invitation;
  return {
    workspace,
    email,
    role,
    invitedBy: invitedBy && (invitedBy.name || invitedBy.email),
    expiresAt,
    isExpired: expiresAt <= at,
    hasAccount: (await db.user.count({ where: { email } })) > 0,
  };
}

/**
 * Makes the person a member with the role that was offered, once: the offer is gone
 * afterwards. It is for the address it was sent to. Somebody who has become a member in
 * another way keeps the role they have.
 */
export async function acceptInvitation(
  db: Db,
  actor: Actor & { userId: string },
  { token, email }: { token: string; email: string },
): Promise<{ workspace: string }> {
  const workspaceId = workspaceOfToken(token);
  if (!workspaceId) throw noSuchInvitation();
  const { userId } = actor;
  return transact(db, async (tx) => {
    // Of two clicks one finds it gone.
    const { slug } = await lockWorkspace(tx, workspaceId);
    const offer = await tx.invitation.findUnique({ where: whereToken(workspaceId, token) });
    if (!offer) throw noSuchInvitation();
    assertAcceptable(offer, { email, at: actor.at });

    await tx.invitation.delete({ where: { workspaceId_id: { workspaceId, id: offer.id } } });
    const { count } = await tx.member.createMany({
      data: { workspaceId, userId, role: offer.role, createdAt: actor.at },
      skipDuplicates: true,
    });
    if (count > 0) {
      const data = { email: offer.email, role: offer.role };
      await audit(tx, actor, { workspaceId, action: 'member.join', targetId: userId, data });
    }
    return { workspace: slug };
  });
}

function whereToken(workspaceId: string, token: string) {
  const tokenHash = new Uint8Array(hashInvitationToken(token));
  return { workspaceId_tokenHash: { workspaceId, tokenHash } };
}

function assertAcceptable(
  offer: { email: string; expiresAt: Date },
  { email, at }: { email: string; at: Date },
): void {
  if (offer.expiresAt <= at) {
    throw new AppError('conflict', 'This invitation has expired. Ask for a new one.');
  }
  if (offer.email !== email.toLowerCase()) {
    throw new AppError(
      'forbidden',
      `This invitation is for ${offer.email}: sign in with that address.`,
    );
  }
}

function noSuchInvitation(): AppError {
  return new AppError(
    'not_found',
    'This invitation works no more: it was accepted, cancelled, or replaced by a newer one.',
  );
}
