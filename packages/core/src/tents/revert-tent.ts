import { laterThan } from '../clock.ts';
import { AppError, notFound } from '../errors.ts';
import { newUlid } from '../ids.ts';
import type { FreeWork } from '../usage/one-by-one.ts';
import { lockTent } from './lock-tent.ts';

export type RevertInput = { tentId: string; generationId: string };

/**
 * Makes an earlier page the newest again, as a generation of its own: nothing is taken out of
 * the tent's history. It costs nothing. What is live stays live until somebody publishes.
 */
export const revertTent: FreeWork<RevertInput, { generationId: string }> = async (
  tx,
  { caller, input },
) => {
  const { workspaceId, at } = caller;
  const tent = await lockTent(tx, workspaceId, { id: input.tentId });
  if (tent.status === 'queued' || tent.status === 'generating') {
    throw new AppError('conflict', 'A page is being made for this tent. Wait until it is ready.');
  }
  const generationId = newUlid(at);
  const { rowCount } = await tx.query({
    name: 'copy-generation',
    text: `
      INSERT INTO generation
        (workspace_id, id, tent_id, number, kind, status, prompt, asset_ids, html, completed_at, created_at)
      SELECT workspace_id, $4, tent_id, $5, 'reverted', 'completed', prompt, asset_ids, html, $6, $6
      FROM generation
      WHERE workspace_id = $1 AND tent_id = $2 AND id = $3 AND status = 'completed'`,
    values: [workspaceId, tent.id, input.generationId, generationId, tent.generations + 1, at],
  });
  if (rowCount === 0) throw notFound('Completed generation');
  await tx.query({
    name: 'revert-tent',
    text: `
      UPDATE tent SET generation_id = $3, completed_id = $3, generations = generations + 1,
        status = 'completed', updated_at = $4
      WHERE workspace_id = $1 AND id = $2`,
    values: [workspaceId, tent.id, generationId, laterThan(tent.updated_at, at)],
  });
  return { output: { generationId } };
};
