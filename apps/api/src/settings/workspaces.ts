import { createWorkspace, SLUG_CHARS_MAX } from '@tented/core';
import { z } from 'zod';
import { text } from '../rest/schemas.ts';
import { settingsRouter, userProcedure } from './settings-trpc.ts';

const NAME_CHARS_MAX = 80;

export const workspacesRouter = settingsRouter({
  /** Whoever makes a workspace owns it. It starts on Free. */
  create: userProcedure
    .input(
      z.object({
        name: text(NAME_CHARS_MAX).trim().min(1),
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
