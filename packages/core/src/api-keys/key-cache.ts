import type { KeyScope, Plan, Pool } from '@tented/db';
import { LRUCache } from 'lru-cache';
import {
  hashSecret,
  hashToHex,
  isShapedLikeSecret,
  isWellFormedSecret,
  type Secret,
} from './secret.ts';

/** What a server remembers of a key; the hash it was found by is not part of it. */
export type KeyRecord = {
  id: string;
  workspaceId: string;
  /** Which of the key's secrets it was found by; the one before the present one may still work. */
  secretNumber: number;
  name: string;
  /** Of that secret. */
  prefix: string;
  scope: KeyScope;
  createdAt: Date;
  /** When the key expires, or this secret does where that is sooner. */
  expiresAt: Date | null;
  deletedAt: Date | null;
  workspaceName: string;
  plan: Plan;
  planNext: Plan | null;
  planNextFrom: Date | null;
};

export type KeyCache = {
  /** What is remembered of the key of a bearer token; undefined when `find` has to be asked. */
  peek(token: string): KeyRecord | undefined;
  /** Finds the key of a bearer token, deleted and expired ones too; null when there is none. */
  find(token: string): Promise<KeyRecord | null>;
  /** The same, straight from the database: for refusals that a stale record must not decide. */
  reload(token: string): Promise<KeyRecord | null>;
  /** Forgets a key by its id, or all keys of a workspace by the workspace's. */
  forget(keyOrWorkspaceId: string): void;
  clear(): void;
};

const KEYS_MAX = 100_000;

/**
 * Keys in memory, so that a request costs no look-up. It only ever saves time: what a record
 * says is checked again by the commit of the request's usage-log row, so a stale record
 * cannot let a deleted key through. Unknown tokens are not remembered, and malformed ones
 * are refused by their checksum.
 */
export function createKeyCache(pool: Pool, { keysMax = KEYS_MAX } = {}): KeyCache {
  const records = new LRUCache<string, KeyRecord>({ max: keysMax });
  const loading = new Map<string, Promise<KeyRecord | null>>();
  let changes = 0;

  async function load(secret: Secret): Promise<KeyRecord | null> {
    const changesBefore = changes;
    const { rows } = await pool.query<KeyRecord>({ ...FIND_KEY, values: [hashSecret(secret)] });
    const record = rows[0] ?? null;
    // What was read before a change is not kept after it: nobody would tell again.
    if (record && changes === changesBefore) records.set(hashToHex(secret), record);
    return record;
  }

  function loadOnce(secret: Secret): Promise<KeyRecord | null> {
    const hashed = hashToHex(secret);
    let pending = loading.get(hashed);
    if (!pending) {
      pending = load(secret).finally(() => loading.delete(hashed));
      loading.set(hashed, pending);
    }
    return pending;
  }

  // The checksum is looked at only where the database would be asked: what is remembered has
  // a right one.
  const peek = (token: string) =>
    isShapedLikeSecret(token) ? records.get(hashToHex(token)) : undefined;

  return {
    peek,
    async find(token) {
      const known = peek(token);
      if (known) return known;
      return isWellFormedSecret(token) ? loadOnce(token) : null;
    },
    async reload(token) {
      return isWellFormedSecret(token) ? load(token) : null;
    },
    forget(id) {
      changes += 1;
      for (const [hashed, record] of records.entries()) {
        if (record.id === id || record.workspaceId === id) records.delete(hashed);
      }
    },
    clear() {
      changes += 1;
      records.clear();
    },
  };
}

/** By the hash of the present secret, or of the one before it. */
export const FIND_KEY = {
  name: 'find-key',
  text: `
    SELECT k.id, k.workspace_id AS "workspaceId", found.secret_number AS "secretNumber", k.name,
           found.prefix, k.scope, k.created_at AS "createdAt", found.expires_at AS "expiresAt",
           k.deleted_at AS "deletedAt", w.name AS "workspaceName", w.plan,
           w.plan_next AS "planNext", w.plan_next_from AS "planNextFrom"
    FROM (
      SELECT workspace_id, id, secret_number, prefix, expires_at FROM api_key WHERE hash = $1
      UNION ALL
      SELECT workspace_id, id, secret_number - 1, previous_prefix,
             CASE WHEN previous_until_used THEN expires_at
                  ELSE least(expires_at, coalesce(previous_until, 'epoch')) END
      FROM api_key WHERE previous_hash = $1
    ) found
    JOIN api_key k ON k.workspace_id = found.workspace_id AND k.id = found.id
    JOIN workspace w ON w.id = k.workspace_id`,
};
