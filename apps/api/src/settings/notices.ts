import { dismissCreditNotice, findCreditNotice } from '@tented/core';
import { z } from 'zod';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';

const PER_CENT_MAX = 100;

/** What the app tells a member by itself: that the month's credits are running out. */
export const noticesRouter = settingsRouter({
  credits: memberProcedure('usage.read').query(async ({ ctx }) => {
    const notice = await findCreditNotice(ctx.services.db, {
      workspaceId: ctx.workspace.id,
      userId: ctx.user.id,
      at: ctx.at,
    });
    return (
      notice && {
        ...notice,
        periodStart: notice.periodStart.toISOString(),
        periodEnd: notice.periodEnd.toISOString(),
      }
    );
  }),

  /** For this member alone. */
  dismissCredits: memberProcedure('usage.read')
    .input(z.object({ threshold: z.int().min(1).max(PER_CENT_MAX) }))
    .mutation(({ ctx, input }) =>
      dismissCreditNotice(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        userId: ctx.user.id,
        threshold: input.threshold,
        at: ctx.at,
      }),
    ),
});
