import {
  createApiKey,
  deleteApiKey,
  endPreviousSecret,
  GRACE_NAMES,
  listApiKeys,
  Name,
  renameApiKey,
  rotateApiKey,
} from '@tented/core';
import { z } from 'zod';
import { Id, Moment, Scope } from '../rest/schemas.ts';
import { toApiKeyView } from './views.ts';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';

export const apiKeysRouter = settingsRouter({
  list: memberProcedure('api_key.read')
    .input(z.object({ includeDeleted: z.boolean().default(false) }))
    .query(async ({ ctx, input }) => {
      const keys = await listApiKeys(ctx.services.db, {
        workspaceId: ctx.workspace.id,
        at: ctx.at,
        withDeleted: input.includeDeleted,
      });
      return keys.map(toApiKeyView);
    }),

  /** The secret is in this answer and nowhere else. */
  create: memberProcedure('api_key.manage')
    .input(z.object({ name: Name, scope: Scope, expiresAt: Moment.nullish() }))
    .mutation(async ({ ctx, input }) => {
      const { name, scope, expiresAt } = input;
      const { apiKey, secret } = await createApiKey(ctx.services.db, ctx.actor, {
        workspaceId: ctx.workspace.id,
        name,
        scope,
        expiresAt,
      });
      return { apiKey: toApiKeyView(apiKey), secret: secret };
    }),

  rename: memberProcedure('api_key.manage')
    .input(z.object({ id: Id, name: Name }))
    .mutation(async ({ ctx, input }) => {
      const { id, name } = input;
      const key = { workspaceId: ctx.workspace.id, id, name };
      return toApiKeyView(await renameApiKey(ctx.services.db, ctx.actor, key));
    }),

  /** The next secret of the same key. It is in this answer and nowhere else. */
  rotate: memberProcedure('api_key.manage')
    .input(z.object({ id: Id, grace: z.enum(GRACE_NAMES) }))
    .mutation(async ({ ctx, input }) => {
      const { id, grace } = input;
      const key = { workspaceId: ctx.workspace.id, id, grace };
      const { apiKey, secret } = await rotateApiKey(ctx.services.db, ctx.actor, key);
      return { apiKey: toApiKeyView(apiKey), secret: secret };
    }),

  /** Returns when no server accepts the old secret any more. */
  endPrevious: memberProcedure('api_key.manage')
    .input(z.object({ id: Id }))
    .mutation(async ({ ctx, input }) => {
      const key = { workspaceId: ctx.workspace.id, id: input.id };
      return toApiKeyView(await endPreviousSecret(ctx.services.db, ctx.actor, key));
    }),

  /** Returns when no server accepts the key any more. */
  delete: memberProcedure('api_key.manage')
    .input(z.object({ id: Id }))
    .mutation(({ ctx, input }) =>
      deleteApiKey(ctx.services.db, ctx.actor, { workspaceId: ctx.workspace.id, id: input.id }),
    ),
});
