import type { SqlTx } from '@tented/db';
import { laterThan } from '../clock.ts';
import { newUlid } from '../ids.ts';
import { insertTent } from '../tents/create-tent.ts';
import { lockTent } from '../tents/lock-tent.ts';
import { UNTITLED } from '../tents/tent.ts';
import type { Work } from '../usage/one-by-one.ts';

export type UploadAssetInput = {
  /** A tent, or `new` for an idle one that is made with it. */
  tentId: string;
  filename: string;
  contentType: string;
  fileSize: number;
  /** Where the bytes lie already: a row without a file would be worse than a file without a row. */
  storageKey: string;
};

export type UploadedAsset = {
  tentId: string;
  assetId: string;
  filename: string;
  contentType: string;
  fileSize: number;
  uploadedAt: Date;
};

/** Gives a tent a file. */
export const uploadAsset: Work<UploadAssetInput, UploadedAsset> = async (tx, { caller, input }) => {
  const { workspaceId, at } = caller;
  const { filename, contentType, fileSize, storageKey } = input;
  const tent =
    input.tentId === 'new'
      ? await insertTent(tx, { workspaceId, name: UNTITLED, at })
      : await lockTent(tx, workspaceId, { id: input.tentId });
  const assetId = newUlid(at);
  await tx.query({
    name: 'insert-asset',
    text: `
      INSERT INTO asset (workspace_id, id, tent_id, filename, content_type, file_size, storage_key, uploaded_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [workspaceId, assetId, tent.id, filename, contentType, fileSize, storageKey, at],
  });
  await touch(tx, { workspaceId, tentId: tent.id, updatedAt: laterThan(tent.updated_at, at) });
  return {
    output: { tentId: tent.id, assetId, filename, contentType, fileSize, uploadedAt: at },
  };
};

async function touch(
  tx: SqlTx,
  { workspaceId, tentId, updatedAt }: { workspaceId: string; tentId: string; updatedAt: Date },
): Promise<void> {
  await tx.query({
    name: 'touch-tent',
    text: 'UPDATE tent SET updated_at = $3 WHERE workspace_id = $1 AND id = $2',
    values: [workspaceId, tentId, updatedAt],
  });
}
