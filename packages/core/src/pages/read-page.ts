import type { BrandPicture } from '../brand/brand-pictures.ts';
import type { Pool } from '@tented/db';
import type { LivePage } from './find-page.ts';

/** The HTML of a page that is live; null when it was deleted a moment ago. */
export async function readPageHtml(
  pool: Pool,
  { workspaceId, generationId }: LivePage,
): Promise<string | null> {
  const { rows } = await pool.query<{ html: string | null }>({
    name: 'read-page-html',
    text: 'SELECT html FROM generation WHERE workspace_id = $1 AND id = $2',
    values: [workspaceId, generationId],
  });
  return rows[0]?.html ?? null;
}

/** A file that published pages may show. */
export type PageFile = {
  storageKey: string;
  contentType: string;
  filename: string;
};

/** An asset of a tent that is live; null when there is none. */
export async function findPageAsset(
  pool: Pool,
  { slug, assetId }: { slug: string; assetId: string },
): Promise<PageFile | null> {
  const { rows } = await pool.query<{
    storage_key: string;
    content_type: string;
    filename: string;
  }>({
    name: 'find-page-asset',
    text: `
      SELECT a.storage_key, a.content_type, a.filename
      FROM workspace w
      JOIN asset a ON a.workspace_id = w.id AND a.id = $2
      JOIN tent t ON t.workspace_id = a.workspace_id AND t.id = a.tent_id
      WHERE w.slug = $1 AND t.published_id IS NOT NULL`,
    values: [slug, assetId],
  });
  const [row] = rows;
  return row
    ? { storageKey: row.storage_key, contentType: row.content_type, filename: row.filename }
    : null;
}

/** A picture of the brand of a workspace that has a live page; null when there is none. */
export async function findBrandPicture(
  pool: Pool,
  { slug, picture }: { slug: string; picture: BrandPicture },
): Promise<PageFile | null> {
  const { rows } = await pool.query<{ storage_key: string | null; content_type: string | null }>({
    name: `find-brand-${picture}`,
    text: `
      SELECT b.${picture}_key AS storage_key, b.${picture}_content_type AS content_type
      FROM workspace w JOIN brand b ON b.workspace_id = w.id
      WHERE w.slug = $1
        AND EXISTS (SELECT FROM tent t WHERE t.workspace_id = w.id AND t.published_id IS NOT NULL)`,
    values: [slug],
  });
  const [row] = rows;
  return row?.storage_key && row.content_type
    ? { storageKey: row.storage_key, contentType: row.content_type, filename: picture }
    : null;
}
