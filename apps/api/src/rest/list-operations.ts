import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server';
import type { PublicMeta } from './public-trpc.ts';

export type PublicOperation = {
  /** The procedure's path in the router. */
  path: string;
  type: AnyTRPCProcedure['_def']['type'];
  procedure: AnyTRPCProcedure;
  meta: PublicMeta & { openapi: NonNullable<PublicMeta['openapi']> };
};

/** Every procedure that is part of the public API. */
export function listOperations(router: AnyTRPCRouter): PublicOperation[] {
  const procedures = router._def.procedures as Record<string, AnyTRPCProcedure>;
  return Object.entries(procedures).flatMap(([path, procedure]) => {
    const meta = (procedure._def.meta ?? {}) as PublicMeta;
    return meta.openapi
      ? [{ path, type: procedure._def.type, procedure, meta: { ...meta, openapi: meta.openapi } }]
      : [];
  });
}
