import type { SqlTx } from '@tented/db';
import { issuesOf } from '../issues.ts';
import { toStorable } from '../text.ts';
import { BulkItem, ClientItemId } from './bulk-item.ts';
import type { BulkItemError } from './bulk-job.ts';

/** An item that may be carried out, if the month can pay for it. */
export type Candidate = { index: number; item: BulkItem; assets: AssetRow[] };
export type Rejected = { index: number; clientItemId: string | null; error: BulkItemError };

export type AssetRow = {
  id: string;
  filename: string;
  content_type: string;
  file_size: number;
  storage_key: string;
};

type Request = { workspaceId: string; items: unknown[]; autoPublish: boolean };

/**
 * Judges each item by itself, in their order, under the lock of the pages: what is wrong with
 * it, whether its alias is free, whether its assets exist. The assets stay there until the
 * transaction ends.
 */
export async function admitItems(
  tx: SqlTx,
  { workspaceId, items, autoPublish }: Request,
): Promise<{ candidates: Candidate[]; rejected: Rejected[] }> {
  const parsed = items.map((item) => BulkItem.safeParse(item));
  const valid = parsed.flatMap(({ data }) => data ?? []);
  const takenAliases = await findTakenAliases(tx, workspaceId, valid);
  const assets = await findAssets(tx, workspaceId, valid);
  const seenAliases = new Set<string>();

  const candidates: Candidate[] = [];
  const rejected: Rejected[] = [];
  parsed.forEach((result, index) => {
    const reject = (code: BulkItemError['code'], message: string) => {
      rejected.push({
        index,
        clientItemId: clientItemIdOf(items[index]),
        error: { code, message },
      });
    };
    if (!result.success) return reject('invalid_item', describe(result.error));
    const item = result.data;
    const alias = item.custom_page_alias ?? null;
    if (alias !== null && !autoPublish) {
      return reject(
        'invalid_item',
        'custom_page_alias needs auto_publish: true for the whole batch',
      );
    }
    if (alias !== null && seenAliases.has(alias)) {
      return reject('alias_duplicate', `An earlier item of this request has the alias "${alias}"`);
    }
    if (alias !== null && takenAliases.has(alias)) {
      return reject('alias_taken', `Another tent has the alias "${alias}"`);
    }
    const ids = [...new Set(item.asset_ids)];
    const missing = ids.find((id) => !assets.has(id));
    if (missing !== undefined) return reject('asset_not_found', `Asset ${missing} not found`);
    if (alias !== null) seenAliases.add(alias);
    candidates.push({ index, item, assets: ids.map((id) => assets.get(id)!) });
  });
  return { candidates, rejected };
}

const MESSAGE_CHARS_MAX = 1_000;

/** What is wrong with an item, in the names of its fields: they are the caller's, and unchecked. */
function describe(error: Parameters<typeof issuesOf>[0]): string {
  const issues = issuesOf(error).map(({ path, message }) =>
    path ? `${path}: ${message}` : message,
  );
  return toStorable(issues.join('; ').slice(0, MESSAGE_CHARS_MAX));
}

/** The caller's id of an item, also of one that is otherwise invalid. */
function clientItemIdOf(item: unknown): string | null {
  const id =
    typeof item === 'object' && item !== null && 'client_item_id' in item
      ? item.client_item_id
      : undefined;
  return ClientItemId.safeParse(id).data ?? null;
}

async function findTakenAliases(
  tx: SqlTx,
  workspaceId: string,
  items: BulkItem[],
): Promise<Set<string>> {
  const aliases = items.flatMap(({ custom_page_alias: alias }) => alias ?? []);
  if (aliases.length === 0) return new Set();
  const { rows } = await tx.query<{ alias: string }>({
    name: 'find-aliases',
    text: 'SELECT alias FROM tent WHERE workspace_id = $1 AND alias = ANY($2)',
    values: [workspaceId, aliases],
  });
  return new Set(rows.map(({ alias }) => alias));
}

async function findAssets(
  tx: SqlTx,
  workspaceId: string,
  items: BulkItem[],
): Promise<Map<string, AssetRow>> {
  const ids = items.flatMap(({ asset_ids: assetIds }) => assetIds ?? []);
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<AssetRow>({
    name: 'lock-assets',
    text: `SELECT id, filename, content_type, file_size, storage_key FROM asset
           WHERE workspace_id = $1 AND id = ANY($2) FOR KEY SHARE`,
    values: [workspaceId, ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}
