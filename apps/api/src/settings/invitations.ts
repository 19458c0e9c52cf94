import { acceptInvitation, getOffer, text } from '@tented/core';
import { z } from 'zod';
import { publicSettingsProcedure, settingsRouter, userProcedure } from './settings-trpc.ts';

const TOKEN_CHARS_MAX = 128;
const withToken = z.object({ token: text(TOKEN_CHARS_MAX) });

/** What the one who opened the link of an invitation sees and does; whoever holds it may look. */
export const invitationsRouter = settingsRouter({
  get: publicSettingsProcedure.input(withToken).query(async ({ ctx, input: { token } }) => {
    const offer = await getOffer(ctx.services.db, { token, at: ctx.at });
    return { ...offer, expiresAt: offer.expiresAt.toISOString() };
  }),

  accept: userProcedure.input(withToken).mutation(({ ctx, input: { token } }) => {
    const { id: userId, email } = ctx.user;
    return acceptInvitation(ctx.services.db, { userId, at: ctx.at }, { token, email });
  }),
});
