import type { Plan, SqlTx } from '@tented/db';
import { LOCK_KEYS, READ_LOCKED_KEYS } from './usage-sql.ts';

/** A key by one of its secrets. */
export type UsedKey = { workspaceId: string; keyId: string; secretNumber: number };

export type LiveKey = UsedKey & {
  plan: Plan;
  /** This is the first use of a secret that was to end the one before it. */
  endsPrevious: boolean;
};

/** Equal for equal secrets: what a batch tells its callers apart by. */
export function secretIdOf({ keyId, secretNumber }: Omit<UsedKey, 'workspaceId'>): string {
  return `${keyId}:${secretNumber}`;
}

/** Each secret once. */
export function distinctSecrets(uses: readonly UsedKey[]): UsedKey[] {
  return [...new Map(uses.map((use) => [secretIdOf(use), use])).values()];
}

/**
 * Locks keys against deletion until the transaction ends, and answers with those that are
 * live under the lock for the secret that was used. Both statements travel together, so the
 * second look costs no round trip (docs/decisions/0005-validation-at-commit.md).
 */
export async function lockLiveKeys(
  tx: SqlTx,
  { keys, now }: { keys: readonly UsedKey[]; now: Date },
): Promise<LiveKey[]> {
  const values = [
    keys.map(({ workspaceId }) => workspaceId),
    keys.map(({ keyId }) => keyId),
    now,
    keys.map(({ secretNumber }) => secretNumber),
  ];
  const [locked, live] = await Promise.all([
    tx.query<SecretRow>({ ...LOCK_KEYS, values }),
    tx.query<LiveRow>({ ...READ_LOCKED_KEYS, values }),
  ]);
  const isLocked = new Set(locked.rows.map(secretIdOfRow));
  return live.rows
    .filter((row) => isLocked.has(secretIdOfRow(row)))
    .map((row) => ({
      workspaceId: row.workspace_id,
      keyId: row.id,
      secretNumber: row.secret_number,
      plan: row.plan,
      endsPrevious: row.ends_previous,
    }));
}

type SecretRow = { id: string; secret_number: number };
type LiveRow = SecretRow & { workspace_id: string; plan: Plan; ends_previous: boolean };

function secretIdOfRow(row: SecretRow): string {
  return secretIdOf({ keyId: row.id, secretNumber: row.secret_number });
}
