import { changePlan, CREDITS_PER_MONTH, getPlan, listApiKeys } from '@tented/core';
import { z } from 'zod';
import { Plan } from '../rest/schemas.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';

export const planRouter = settingsRouter({
  /** The plan in force, what waits for the next month, and what a change would meet. */
  get: memberProcedure('workspace.read').query(async ({ ctx }) => {
    const { db } = ctx.services;
    const workspaceId = ctx.workspace.id;
    const [{ plan, next }, keys] = await Promise.all([
      getPlan(db, { workspaceId, at: ctx.at }),
      listApiKeys(db, { workspaceId, at: ctx.at }),
    ]);
    return {
      plan,
      next: next && { plan: next.plan, from: next.from.toISOString() },
      activeKeys: keys.filter(({ status }) => status === 'active').length,
      creditsPerMonth: CREDITS_PER_MONTH,
    };
  }),

  /** An upgrade counts at once, a downgrade from next month; the plan in force takes one back. */
  change: memberProcedure('plan.manage')
    .input(z.object({ plan: Plan }))
    .mutation(async ({ ctx, input }) => {
      const change = { workspaceId: ctx.workspace.id, plan: input.plan };
      const { plan, from } = await changePlan(ctx.services.db, ctx.actor, change);
      return { plan, from: from.toISOString() };
    }),
});
