import { type Analytics, getTentAnalytics, getWorkspaceAnalytics } from '@tented/core';
import { z } from 'zod';
import { Id } from '../rest/schemas.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';

const DAYS_MAX = 90;
const DAYS_DEFAULT = 30;

const inRange = z.object({ days: z.int().min(1).max(DAYS_MAX).default(DAYS_DEFAULT) });

export const analyticsRouter = settingsRouter({
  tent: memberProcedure('workspace.read')
    .input(inRange.extend({ tentId: Id }))
    .query(async ({ ctx, input }) => {
      const { tentId, ...analytics } = await getTentAnalytics(ctx.services.pool, {
        workspaceId: ctx.workspace.id,
        tentName: input.tentId,
        days: input.days,
        at: ctx.at,
      });
      return { tentId, ...toAnalyticsView(analytics) };
    }),

  /** All tents together, and which of them were seen most. */
  workspace: memberProcedure('workspace.read')
    .input(inRange)
    .query(async ({ ctx, input }) => {
      const { tents, ...analytics } = await getWorkspaceAnalytics(ctx.services.pool, {
        workspaceId: ctx.workspace.id,
        days: input.days,
        at: ctx.at,
      });
      return { tents, ...toAnalyticsView(analytics) };
    }),
});

function toAnalyticsView(analytics: Analytics) {
  return {
    ...analytics,
    recent: analytics.recent.map((view) => ({ ...view, at: view.at.toISOString() })),
  };
}
