import { type Db, transact } from '@tented/db';
import { AppError, notFound } from '../errors.ts';
import { type Actor, audit } from '../workspaces/audit.ts';
import { type ApiKeyRow, getApiKey, type KeyOf } from './api-keys.ts';
import { notifyKeyChanged } from './key-events.ts';
import { awaitCommitsOf } from './key-barrier.ts';
import { hashSecret, maskSecret, newSecret, type Secret } from './secret.ts';

/** How long the secret before goes on working, in milliseconds; null = until the next one is used. */
const GRACES = {
  now: 0,
  '1h': 60 * 60 * 1_000,
  '24h': 24 * 60 * 60 * 1_000,
  first_use: null,
} as const satisfies Record<string, number | null>;

export type Grace = keyof typeof GRACES;

export const GRACE_NAMES = Object.keys(GRACES) as Grace[];

/**
 * Gives a key its next secret and answers with it, this once; id, name, scope, expiry and
 * history stay. The secret it had works on for the grace; one that was still in its grace
 * ends. Once this has returned, no server accepts a secret that it has ended, and no write
 * that such a secret authorised can still commit: mark, then barrier, as in `deleteApiKey`.
 */
export async function rotateApiKey(
  db: Db,
  actor: Actor,
  { workspaceId, id, grace }: KeyOf & { grace: Grace },
): Promise<{ apiKey: ApiKeyRow; secret: Secret }> {
  const secret = newSecret();
  const graceMs = GRACES[grace];
  const until = graceMs ? new Date(actor.at.getTime() + graceMs) : null;
  const apiKey = await transact(db, async (tx) => {
    // What a SET reads is the row as it was before: the secrets move up by one, in one step.
    const count = await tx.$executeRaw`
      UPDATE api_key SET
        secret_number = secret_number + 1,
        previous_hash = hash, previous_prefix = prefix,
        previous_until = ${until}, previous_until_used = ${grace === 'first_use'},
        hash = ${hashSecret(secret)}, prefix = ${maskSecret(secret)}
      WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid
        AND deleted_at IS NULL AND (expires_at IS NULL OR expires_at > ${actor.at})`;
    const key = await getApiKey(tx, { workspaceId, id }, actor.at);
    if (count === 0) throw refusalOf(key);
    const data = { name: key.name, grace };
    await audit(tx, actor, { workspaceId, action: 'api_key.rotate', targetId: id, data });
    await notifyKeyChanged(tx, id);
    return key;
  });
  await awaitCommitsOf(db, { workspaceId, id });
  return { apiKey, secret };
}

function refusalOf({ status }: ApiKeyRow): AppError {
  if (status === 'deleted') return notFound('API key');
  return new AppError('conflict', 'This key has expired: create a new one instead.');
}

/**
 * Ends the grace of the secret before the present one, with the promise of `rotateApiKey`. A
 * key whose secret before has ended already is a `conflict`.
 */
export async function endPreviousSecret(
  db: Db,
  actor: Actor,
  { workspaceId, id }: KeyOf,
): Promise<ApiKeyRow> {
  const apiKey = await transact(db, async (tx) => {
    const before = await getApiKey(tx, { workspaceId, id }, actor.at);
    if (before.status === 'deleted') throw notFound('API key');
    const { count } = await tx.apiKey.updateMany({
      where: {
        workspaceId,
        id,
        OR: [{ previousUntil: { not: null } }, { previousUntilUsed: true }],
      },
      data: { previousUntil: null, previousUntilUsed: false },
    });
    if (count > 0) {
      const data = { name: before.name };
      await audit(tx, actor, { workspaceId, action: 'api_key.end_previous', targetId: id, data });
      await notifyKeyChanged(tx, id);
    }
    return { ...before, previous: null, hasEnded: count > 0 };
  });
  // Also where it was marked already: the call that marked it may have been cut short.
  await awaitCommitsOf(db, { workspaceId, id });
  const { hasEnded, ...row } = apiKey;
  if (!hasEnded) throw new AppError('conflict', 'The old secret does not work any more.');
  return row;
}
