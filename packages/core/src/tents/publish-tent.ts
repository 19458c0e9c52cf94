import { LIVE_PAGES_MAX } from '../credits/plans.ts';
import { AppError } from '../errors.ts';
import type { FreeWork } from '../usage/one-by-one.ts';
import {
  aliasTaken,
  goLive,
  isAliasTaken,
  isOverPageLimit,
  lockPages,
  type PageRoom,
} from './go-live.ts';
import { lockTent } from './lock-tent.ts';
import { pagePath, refuseField, type TentRowWithContext } from './tent.ts';

export type PublishInput = {
  tentId: string;
  /** Null takes the alias away; undefined leaves it as it is. */
  alias?: string | null | undefined;
  /** On Max only. Undefined leaves it as it is. */
  isBrandingRemoved?: boolean | undefined;
};

export type PublishedTent = {
  id: string;
  updatedAt: Date;
  /** It was live already, just so: nothing was done. */
  isUnchanged: boolean;
  requestedAlias: string | null;
  appliedAlias: string | null;
  livePath: string;
  workspaceSlug: string;
};

/** Puts the newest completed generation before the world. */
export const publishTent: FreeWork<PublishInput, PublishedTent> = async (tx, { caller, input }) => {
  const { workspaceId, at } = caller;
  const tent = await lockTent(tx, workspaceId, { id: input.tentId });
  if (tent.completed_id === null) {
    throw refuseField(
      'tent_id',
      'This tent has no completed generation yet: there is nothing to publish',
    );
  }
  const alias = input.alias === undefined ? tent.alias : input.alias;
  const isBrandingRemoved = input.isBrandingRemoved ?? tent.is_branding_removed;
  const room = await lockPages(tx, { workspaceId, at });
  if (input.isBrandingRemoved) assertMax(room);
  if (isLiveAs(tent, { alias, isBrandingRemoved })) {
    return { output: toOutput(tent, { alias, updatedAt: tent.updated_at, isUnchanged: true }) };
  }

  if (alias !== null && (await isAliasTaken(tx, { workspaceId, alias, tentId: tent.id }))) {
    throw aliasTaken(alias);
  }
  if (isOverPageLimit(tent, room)) throw tooManyPages(room);
  const updatedAt = await goLive(tx, {
    workspaceId,
    tent,
    generationId: tent.completed_id,
    requestedAlias: alias,
    alias,
    isBrandingRemoved,
    at,
  });
  return { output: toOutput(tent, { alias, updatedAt, isUnchanged: false }) };
};

function isLiveAs(
  tent: TentRowWithContext,
  { alias, isBrandingRemoved }: { alias: string | null; isBrandingRemoved: boolean },
): boolean {
  return (
    tent.published_id === tent.completed_id &&
    tent.alias === alias &&
    tent.is_branding_removed === isBrandingRemoved
  );
}

function toOutput(
  tent: TentRowWithContext,
  live: { alias: string | null; updatedAt: Date; isUnchanged: boolean },
): PublishedTent {
  const { alias, updatedAt, isUnchanged } = live;
  return {
    id: tent.id,
    updatedAt,
    isUnchanged,
    requestedAlias: alias,
    appliedAlias: alias,
    livePath: pagePath({ id: tent.id, alias }),
    workspaceSlug: tent.slug,
  };
}

function assertMax({ plan }: PageRoom): void {
  if (plan === 'max') return;
  throw new AppError('plan_required', 'Pages without the branding are part of the Max plan.');
}

/** Room comes when somebody unpublishes a page: worth another look in a minute. */
const RETRY_AFTER_SECONDS = 60;

function tooManyPages({ plan }: PageRoom): AppError {
  return new AppError(
    'publish_limit_reached',
    `The plan allows ${LIVE_PAGES_MAX[plan]} live pages. Unpublish one first, or move to a larger plan.`,
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
  );
}
