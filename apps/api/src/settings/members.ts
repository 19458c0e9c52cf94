import {
  cancelInvitation,
  changeRole,
  inviteMember,
  leaveWorkspace,
  listInvitations,
  listMembers,
  removeMember,
  resendInvitation,
  text,
} from '@tented/core';
import { Role } from '@tented/db';
import { z } from 'zod';
import { Id } from '../rest/schemas.ts';
import type { Services } from '../services.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';
import { toInvitationView, toMemberView } from './views.ts';

const EMAIL_CHARS_MAX = 320;
const Email = text(EMAIL_CHARS_MAX).trim().pipe(z.email('Not an e-mail address'));
const AnyRole = z.enum(Role);

export const membersRouter = settingsRouter({
  /** Who belongs to the workspace, and who has been asked to. */
  list: memberProcedure('workspace.read').query(async ({ ctx }) => {
    const { db } = ctx.services;
    const workspaceId = ctx.workspace.id;
    const [members, invitations] = await Promise.all([
      listMembers(db, { workspaceId }),
      listInvitations(db, { workspaceId, at: ctx.at }),
    ]);
    return { members: members.map(toMemberView), invitations: invitations.map(toInvitationView) };
  }),

  invite: memberProcedure('member.manage')
    .input(z.object({ email: Email, role: AnyRole }))
    .mutation(async ({ ctx, input: { email, role } }) => {
      const invitation = { workspaceId: ctx.workspace.id, email, role };
      return toSent(ctx.services, await inviteMember(depsOf(ctx.services), ctx.actor, invitation));
    }),

  resend: memberProcedure('member.manage')
    .input(z.object({ id: Id }))
    .mutation(async ({ ctx, input: { id } }) => {
      const of = { workspaceId: ctx.workspace.id, id };
      return toSent(ctx.services, await resendInvitation(depsOf(ctx.services), ctx.actor, of));
    }),

  cancelInvitation: memberProcedure('member.manage')
    .input(z.object({ id: Id }))
    .mutation(({ ctx, input: { id } }) =>
      cancelInvitation(ctx.services.db, ctx.actor, { workspaceId: ctx.workspace.id, id }),
    ),

  changeRole: memberProcedure('member.manage')
    .input(z.object({ userId: Id, role: AnyRole }))
    .mutation(({ ctx, input: { userId, role } }) =>
      changeRole(ctx.services.db, ctx.actor, { workspaceId: ctx.workspace.id, userId, role }),
    ),

  remove: memberProcedure('member.manage')
    .input(z.object({ userId: Id }))
    .mutation(({ ctx, input: { userId } }) =>
      removeMember(ctx.services.db, ctx.actor, { workspaceId: ctx.workspace.id, userId }),
    ),

  leave: memberProcedure('workspace.read').mutation(({ ctx }) =>
    leaveWorkspace(
      ctx.services.db,
      { userId: ctx.user.id, at: ctx.at },
      { workspaceId: ctx.workspace.id },
    ),
  ),
});

function depsOf({ db, letterhead }: Services) {
  return { db, links: letterhead.links };
}

/** Where no mail is sent, whoever invites has to pass the link on. */
function toSent({ mailer }: Services, { id, link }: { id: string; link: string }) {
  return { id, link: mailer ? null : link };
}
