import type { Pool } from '@tented/db';
import type { FileStore } from '../files/file-store.ts';

/**
 * Deletes the files that no asset names any more: what the job `files.delete` does. A file
 * that lost its last asset cannot get a new one, because cloning locks an asset that exists.
 */
export async function deleteFiles(
  { pool, files }: { pool: Pool; files: FileStore },
  { workspaceId, storageKeys }: { workspaceId: string; storageKeys: string[] },
): Promise<void> {
  const { rows } = await pool.query<{ storage_key: string }>({
    name: 'find-shared-files',
    text: 'SELECT storage_key FROM asset WHERE workspace_id = $1 AND storage_key = ANY($2)',
    values: [workspaceId, storageKeys],
  });
  const shared = new Set(rows.map(({ storage_key }) => storage_key));
  for (const key of storageKeys) {
    if (!shared.has(key)) await files.delete(key);
  }
}
