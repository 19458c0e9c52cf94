import type { Plan, SqlTx } from '@tented/db';
import { LOCK_KEYS, READ_LOCKED_KEYS } from './usage-sql.ts';

export type LiveKey = { workspaceId: string; id: string; plan: Plan };

/**
 * Locks keys against deletion until the transaction ends, and answers with those that are
 * live under the lock. Both statements travel together, so the second look costs no round
 * trip (docs/decisions/0005-validation-at-commit.md).
 */
export async function lockLiveKeys(
  tx: SqlTx,
  { keys, now }: { keys: readonly { workspaceId: string; id: string }[]; now: Date },
): Promise<LiveKey[]> {
  const values = [keys.map(({ workspaceId }) => workspaceId), keys.map(({ id }) => id), now];
  const [, locked] = await Promise.all([
    tx.query({ ...LOCK_KEYS, values }),
    tx.query<{ workspace_id: string; id: string; plan: Plan }>({ ...READ_LOCKED_KEYS, values }),
  ]);
  return locked.rows.map(({ workspace_id, id, plan }) => ({ workspaceId: workspace_id, id, plan }));
}
