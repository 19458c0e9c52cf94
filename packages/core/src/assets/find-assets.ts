import type { SqlTx } from '@tented/db';
import { notFound } from '../errors.ts';

/** Throws `not_found` unless each of the assets belongs to that tent. */
export async function assertAttached(
  tx: SqlTx,
  { workspaceId, tentId, assetIds }: { workspaceId: string; tentId: string; assetIds: string[] },
): Promise<void> {
  const wanted = new Set(assetIds);
  if (wanted.size === 0) return;
  const { rows } = await tx.query<{ id: string }>({
    name: 'find-attached',
    text: `SELECT id FROM asset WHERE workspace_id = $1 AND tent_id = $2 AND id = ANY($3)`,
    values: [workspaceId, tentId, [...wanted]],
  });
  const missing = [...wanted].find((id) => !rows.some((row) => row.id === id));
  if (missing !== undefined) throw notFound(`Asset ${missing}`);
}
