import { getBalance } from '@tented/core';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';
import { toBalanceView } from './views.ts';

export const creditsRouter = settingsRouter({
  balance: memberProcedure('usage.read').query(async ({ ctx }) =>
    toBalanceView(await getBalance(ctx.services.db, { workspaceId: ctx.workspace.id, at: ctx.at })),
  ),
});
