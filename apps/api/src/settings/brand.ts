import { BrandFields, getBrand, updateBrand } from '@tented/core';
import { z } from 'zod';
import { memberProcedure, settingsRouter } from './settings-trpc.ts';

export const brandRouter = settingsRouter({
  get: memberProcedure('workspace.read').query(({ ctx }) =>
    getBrand(ctx.services.db, { workspaceId: ctx.workspace.id }),
  ),

  /** All fields; an empty one clears what was there. Pictures are uploaded (plugins/brand-pictures.ts). */
  update: memberProcedure('brand.manage')
    .input(z.object({ brand: BrandFields }))
    .mutation(({ ctx, input }) =>
      updateBrand(ctx.services.db, ctx.actor, {
        workspaceId: ctx.workspace.id,
        fields: input.brand,
      }),
    ),
});
