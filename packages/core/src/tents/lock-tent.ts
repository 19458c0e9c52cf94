import type { SqlTx } from '@tented/db';
import { notFound } from '../errors.ts';
import { SELECT_TENTS, type TentRowWithContext } from './tent.ts';

type TentName = { id: string } | { alias: string };

/**
 * Locks a tent against every other change of it, and answers with what it is then. Changes of
 * one tent take turns by this lock; whatever else they lock, they lock it afterwards.
 */
export async function findLockedTent(
  tx: SqlTx,
  workspaceId: string,
  name: TentName,
): Promise<TentRowWithContext | undefined> {
  const isId = 'id' in name;
  const { rows } = await tx.query<TentRowWithContext>({
    name: isId ? 'lock-tent' : 'lock-tent-by-alias',
    text: `${SELECT_TENTS} WHERE t.workspace_id = $1 AND ${isId ? 't.id = $2' : 't.alias = $2'} FOR NO KEY UPDATE OF t`,
    values: [workspaceId, isId ? name.id : name.alias],
  });
  return rows[0];
}

export async function lockTent(
  tx: SqlTx,
  workspaceId: string,
  name: TentName,
): Promise<TentRowWithContext> {
  const row = await findLockedTent(tx, workspaceId, name);
  if (!row) throw notFound('Tent');
  return row;
}
