import { listMemberships } from '@tented/core';
import { publicSettingsProcedure, settingsRouter } from './settings-trpc.ts';

export const sessionRouter = settingsRouter({
  /** Who is signed in, and where they belong; nobody when the cookie says nothing. */
  get: publicSettingsProcedure.query(async ({ ctx }) => {
    const user = await ctx.findUser();
    if (!user) return { user: null, workspaces: [] };
    const workspaces = await listMemberships(ctx.services.db, { userId: user.id, at: ctx.at });
    return { user, workspaces };
  }),
});
