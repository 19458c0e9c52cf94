import { createWorkspace, Name, SLUG_CHARS_MAX, text } from '@tented/core';
import { z } from 'zod';
import { settingsRouter, userProcedure } from './settings-trpc.ts';

export const workspacesRouter = settingsRouter({
  /** Whoever makes a workspace owns it. It starts on Free. */
  create: userProcedure
    .input(
      z.object({
        name: Name,
        slug: text(SLUG_CHARS_MAX).trim().min(1).optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      const workspace = await createWorkspace(ctx.services.db, ctx.actor, {
        ...input,
        plan: 'free',
        ownerId: ctx.user.id,
      });
      return { ...workspace, role: 'owner' as const };
    }),
});
