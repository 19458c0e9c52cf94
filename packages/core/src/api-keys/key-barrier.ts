import type { Db } from '@tented/db';

/**
 * Waits for the commits that have locked a key so far: they hold FOR KEY SHARE, which FOR
 * UPDATE excludes. Whoever takes something from a key marks it first, in a transaction of
 * its own, so that nobody new gets the lock on the strength of it; the other way round, new
 * lockers could keep the barrier waiting for ever (docs/decisions/0005-validation-at-commit.md).
 */
export async function awaitCommitsOf(
  db: Db,
  { workspaceId, id }: { workspaceId: string; id: string },
): Promise<void> {
  await db.$queryRaw`
    SELECT id FROM api_key WHERE workspace_id = ${workspaceId}::uuid AND id = ${id}::uuid FOR UPDATE`;
}
