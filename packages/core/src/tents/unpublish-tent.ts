import { laterThan } from '../clock.ts';
import type { FreeWork } from '../usage/one-by-one.ts';
import { lockTent } from './lock-tent.ts';

export type UnpublishedTent = { id: string; updatedAt: Date; isUnchanged: boolean };

/** Takes the page away from the world and frees its alias. A tent that is not live stays as it is. */
export const unpublishTent: FreeWork<{ tentId: string }, UnpublishedTent> = async (
  tx,
  { caller, input },
) => {
  const { workspaceId, at } = caller;
  const tent = await lockTent(tx, workspaceId, { id: input.tentId });
  if (tent.published_id === null) {
    return { output: { id: tent.id, updatedAt: tent.updated_at, isUnchanged: true } };
  }
  const updatedAt = laterThan(tent.updated_at, at);
  await tx.query({
    name: 'unpublish-tent',
    text: `
      UPDATE tent SET published_id = NULL, published_at = NULL, alias = NULL, requested_alias = NULL,
        publication_status = NULL, publication_note = NULL, updated_at = $3
      WHERE workspace_id = $1 AND id = $2`,
    values: [workspaceId, tent.id, updatedAt],
  });
  return { output: { id: tent.id, updatedAt, isUnchanged: false } };
};
