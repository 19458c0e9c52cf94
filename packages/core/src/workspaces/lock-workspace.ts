import type { Tx } from '@tented/db';
import { notFound } from '../errors.ts';

/** Lets changes to a workspace take turns: each sees what the one before has done. */
export async function lockWorkspace(
  tx: Tx,
  workspaceId: string,
): Promise<{ slug: string; name: string }> {
  const [workspace] = await tx.$queryRaw<{ slug: string; name: string }[]>`
    SELECT slug, name FROM workspace WHERE id = ${workspaceId}::uuid FOR NO KEY UPDATE`;
  if (!workspace) throw notFound('Workspace');
  return workspace;
}
