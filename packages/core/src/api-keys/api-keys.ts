import { type ApiKey, type Db, type KeyScope, transact, type Tx } from '@tented/db';
import { hasApiAccess, planAt } from '../credits/plans.ts';
import { AppError, notFound, planRequired } from '../errors.ts';
import { newId } from '../ids.ts';
import { toName } from '../text.ts';
import { type Actor, audit } from '../workspaces/audit.ts';
import { awaitCommitsOf } from './key-barrier.ts';
import { notifyKeyChanged } from './key-events.ts';
import { hashSecret, maskSecret, newSecret, type Secret } from './secret.ts';

export type ApiKeyStatus = 'active' | 'expired' | 'deleted';

export type ApiKeyRow = {
  id: string;
  name: string;
  /** The masked key: its first and last characters. */
  prefix: string;
  scope: KeyScope;
  status: ApiKeyStatus;
  createdAt: Date;
  createdBy: { name: string; email: string } | null;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
  deletedAt: Date | null;
  /** The secret before the present one, while it works too; `until` null = until the first use. */
  previous: { prefix: string; until: Date | null } | null;
};

const LIFE_YEARS_MAX = 100;

export type KeyOf = { workspaceId: string; id: string };

/**
 * Makes a key and answers with its secret, this once: only a hash is stored. Refused on the
 * Free plan. `secret` may be given for a demo key that has to be the same every time.
 */
export async function createApiKey(
  db: Db,
  actor: Actor,
  input: {
    workspaceId: string;
    name: string;
    scope: KeyScope;
    expiresAt?: Date | null | undefined;
    secret?: Secret;
  },
): Promise<{ apiKey: ApiKeyRow; secret: Secret }> {
  const { workspaceId, scope, expiresAt = null, secret = newSecret() } = input;
  const name = toName(input.name);
  if (expiresAt) assertExpiry(expiresAt, actor.at);
  return transact(db, async (tx) => {
    await assertApiAccess(tx, workspaceId, actor.at);
    const id = newId(actor.at);
    await tx.apiKey.create({
      data: {
        workspaceId,
        id,
        name,
        scope,
        expiresAt,
        prefix: maskSecret(secret),
        hash: new Uint8Array(hashSecret(secret)),
        createdById: actor.userId,
        createdAt: actor.at,
      },
    });
    await audit(tx, actor, {
      workspaceId,
      action: 'api_key.create',
      targetId: id,
      data: { name, scope, expiresAt: expiresAt?.toISOString() ?? null },
    });
    return { apiKey: await getApiKey(tx, { workspaceId, id }, actor.at), secret };
  });
}

function assertExpiry(expiresAt: Date, at: Date): void {
  const latest = new Date(at);
  latest.setUTCFullYear(at.getUTCFullYear() + LIFE_YEARS_MAX);
  if (expiresAt > at && expiresAt <= latest) return;
  const message = `Must lie in the future, at most ${LIFE_YEARS_MAX} years from now`;
  throw new AppError('invalid_request', `The expiry is not valid: ${message}.`, {
    details: { issues: [{ path: 'expiresAt', message }] },
  });
}

/** All keys of a workspace, newest first; deleted ones only when asked for. */
export async function listApiKeys(
  db: Db,
  {
    workspaceId,
    at,
    withDeleted = false,
  }: { workspaceId: string; at: Date; withDeleted?: boolean },
): Promise<ApiKeyRow[]> {
  const keys = await db.apiKey.findMany({
    where: { workspaceId, ...(withDeleted ? {} : { deletedAt: null }) },
    select: SELECT,
    orderBy: { id: 'desc' },
  });
  return keys.map((key) => toRow(key, at));
}

export async function renameApiKey(
  db: Db,
  actor: Actor,
  { workspaceId, id, name: asked }: KeyOf & { name: string },
): Promise<ApiKeyRow> {
  const name = toName(asked);
  return transact(db, async (tx) => {
    const before = await getApiKey(tx, { workspaceId, id }, actor.at);
    if (before.status === 'deleted') throw notFound('API key');
    await tx.apiKey.update({
      where: { workspaceId_id: { workspaceId, id } },
      data: { name },
    });
    await audit(tx, actor, {
      workspaceId,
      action: 'api_key.rename',
      targetId: id,
      data: { before: before.name, after: name },
    });
    await notifyKeyChanged(tx, id);
    return { ...before, name };
  });
}

/**
 * Deletes a key for good. Once this has returned, no server answers a request sent later
 * with it, and no write it authorised can still commit.
 *
 * Mark, then barrier: the first transaction sets `deleted_at`, so that no commit can lock
 * the key from then on; the second waits for the commits that had locked it before the mark.
 */
export async function deleteApiKey(
  db: Db,
  actor: Actor,
  { workspaceId, id }: KeyOf,
): Promise<{ id: string }> {
  const isMarked = await transact(db, async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { workspaceId, id, deletedAt: null },
      data: { deletedAt: actor.at },
    });
    if (count === 0) return false;
    const { name } = await getApiKey(tx, { workspaceId, id }, actor.at);
    await audit(tx, actor, { workspaceId, action: 'api_key.delete', targetId: id, data: { name } });
    await notifyKeyChanged(tx, id);
    return true;
  });
  // Also for a key that was marked already: the call that marked it may have been cut short.
  await awaitCommitsOf(db, { workspaceId, id });
  if (!isMarked) throw notFound('API key');
  return { id };
}

/** The key that an operator names by its id, its masked form, or the start of the key. */
export async function findApiKey(
  db: Db,
  { workspaceId, idOrPrefix, at }: { workspaceId: string; idOrPrefix: string; at: Date },
): Promise<ApiKeyRow> {
  const keys = await listApiKeys(db, { workspaceId, at });
  const shown = (prefix: string) => prefix.split('…')[0] ?? prefix;
  const matches = keys.filter(
    ({ id, prefix }) => id === idOrPrefix || prefix === idOrPrefix || shown(prefix) === idOrPrefix,
  );
  if (matches.length > 1) {
    throw new AppError('conflict', `${matches.length} keys begin with ${idOrPrefix}: use the id.`);
  }
  if (!matches[0]) throw notFound(`API key ${idOrPrefix}`);
  return matches[0];
}

export async function getApiKey(tx: Tx, { workspaceId, id }: KeyOf, at: Date): Promise<ApiKeyRow> {
  const key = await tx.apiKey.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: SELECT,
  });
  if (!key) throw notFound('API key');
  return toRow(key, at);
}

async function assertApiAccess(tx: Tx, workspaceId: string, at: Date): Promise<void> {
  const workspace = await tx.workspace.findUnique({ where: { id: workspaceId } });
  if (!workspace) throw notFound('Workspace');
  if (!hasApiAccess(planAt(workspace, at))) throw planRequired();
}

function statusAt(key: { deletedAt: Date | null; expiresAt: Date | null }, at: Date): ApiKeyStatus {
  if (key.deletedAt) return 'deleted';
  return key.expiresAt && key.expiresAt <= at ? 'expired' : 'active';
}

function toRow(key: Selected, at: Date): ApiKeyRow {
  const { previousPrefix, previousUntil, previousUntilUsed, ...rest } = key;
  const isPreviousLive = previousUntilUsed || (previousUntil !== null && previousUntil > at);
  return {
    ...rest,
    status: statusAt(key, at),
    previous:
      previousPrefix !== null && isPreviousLive
        ? { prefix: previousPrefix, until: previousUntil }
        : null,
  };
}

const SELECT = {
  id: true,
  name: true,
  prefix: true,
  scope: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  deletedAt: true,
  previousPrefix: true,
  previousUntil: true,
  previousUntilUsed: true,
  createdBy: { select: { name: true, email: true } },
} as const;

type Selected = Pick<ApiKey, Exclude<keyof typeof SELECT, 'createdBy'>> & {
  createdBy: { name: string; email: string } | null;
};
