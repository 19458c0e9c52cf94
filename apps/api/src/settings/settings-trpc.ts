import {
  type Actor,
  AppError,
  assertMay,
  getMembership,
  type Membership,
  type Permission,
  SLUG_CHARS_MAX,
  text,
} from '@tented/core';
import { initTRPC } from '@trpc/server';
import { z } from 'zod';
import type { SignedInUser } from '../plugins/session.ts';
import { STATUS, toFailure } from '../errors.ts';
import type { Services } from '../services.ts';

export type SettingsContext = {
  services: Services;
  requestId: string;
  /** When the request arrived. */
  at: Date;
  /** True unless a browser says that another site sent the request. */
  isSameOrigin: boolean;
  /** Aborted when the server stops: what goes on until then must end with it. */
  closing: AbortSignal;
  findUser(): Promise<SignedInUser | null>;
};

/** So often a stream is cut, taken up again by its reader, and asked who they are. */
const STREAM_MS_MAX = 60_000;
const PING_MS = 10_000;
const SILENCE_MS_MAX = 30_000;

const trpc = initTRPC.context<SettingsContext>().create({
  sse: {
    maxDurationMs: STREAM_MS_MAX,
    ping: { enabled: true, intervalMs: PING_MS },
    client: { reconnectAfterInactivityMs: SILENCE_MS_MAX },
  },
  errorFormatter({ shape, error, ctx }) {
    const { code, message, details } = toFailure(error);
    return {
      ...shape,
      message,
      data: {
        httpStatus: STATUS[code],
        code,
        requestId: ctx?.requestId ?? null,
        issues: details?.issues ?? [],
        path: shape.data.path,
      },
    };
  },
});

export const settingsRouter = trpc.router;

/** A mutation counts only when it comes from the app's own pages. */
const sameOriginOnly = trpc.middleware(({ ctx, type, next }) => {
  if (type === 'mutation' && !ctx.isSameOrigin) {
    throw new AppError('forbidden', 'Changes are accepted from the app itself only.');
  }
  return next();
});

export const publicSettingsProcedure = trpc.procedure.use(sameOriginOnly);

export const userProcedure = publicSettingsProcedure.use(async ({ ctx, next }) => {
  const user = await ctx.findUser();
  if (!user) throw new AppError('unauthorized', 'Sign in first.');
  const actor: Actor = { userId: user.id, at: ctx.at };
  return next({ ctx: { user, actor } });
});

/** Longer than the longest slug, which may have a number behind it. */
const WORKSPACE_CHARS_MAX = SLUG_CHARS_MAX + 16;
const inWorkspace = z.object({ workspace: text(WORKSPACE_CHARS_MAX).min(1) });

/** A procedure of one workspace, for members whose role has the permission it names. */
export function memberProcedure(permission: Permission) {
  return userProcedure.input(inWorkspace).use(async ({ ctx, input, next }) => {
    const workspace: Membership = await getMembership(ctx.services.db, {
      userId: ctx.user.id,
      slug: input.workspace,
      at: ctx.at,
    });
    assertMay(workspace.role, permission);
    return next({ ctx: { workspace } });
  });
}
