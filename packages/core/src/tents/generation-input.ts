import type { Pool } from '@tented/db';
import type { FileStore } from '../files/file-store.ts';
import type { Claim } from './claim-generation.ts';
import type { Brand, GenerationAsset, GenerationInput } from './tent-generator.ts';

type Deps = { pool: Pool; files: FileStore };

/** Everything that a generator is told, read at the moment its turn comes. */
export async function readGenerationInput(
  { pool, files }: Deps,
  { key, tent, generation }: Claim,
): Promise<GenerationInput> {
  const [previousHtml, brand, assets] = await Promise.all([
    readHtml(pool, key.workspaceId, tent.completed_id),
    generation.include_brand ? readBrand({ pool, files }, key.workspaceId) : null,
    readAssets({ pool, files }, key.workspaceId, generation.asset_ids),
  ]);
  return {
    name: tent.name,
    prompt: generation.prompt,
    templateHtml: generation.template_html,
    inputData: generation.input_data ?? {},
    instructions: generation.instructions,
    previousHtml,
    brand,
    assets,
    reasoning: generation.reasoning,
    // Relative, so that it holds below every address at which the page may be published.
    formAction: `submit?tent=${key.tentId}`,
  };
}

async function readHtml(
  pool: Pool,
  workspaceId: string,
  generationId: string | null,
): Promise<string | null> {
  if (generationId === null) return null;
  const { rows } = await pool.query<{ html: string | null }>({
    name: 'read-html',
    text: 'SELECT html FROM generation WHERE workspace_id = $1 AND id = $2',
    values: [workspaceId, generationId],
  });
  return rows[0]?.html ?? null;
}

/** In the order in which the caller named them. */
async function readAssets(
  { pool, files }: Deps,
  workspaceId: string,
  ids: string[],
): Promise<GenerationAsset[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<{
    id: string;
    filename: string;
    content_type: string;
    storage_key: string;
  }>({
    name: 'read-assets',
    text: `SELECT id, filename, content_type, storage_key FROM asset
           WHERE workspace_id = $1 AND id = ANY($2)`,
    values: [workspaceId, ids],
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id): GenerationAsset[] => {
    const row = byId.get(id);
    if (!row) return [];
    return [
      {
        id,
        filename: row.filename,
        contentType: row.content_type,
        url: `assets/${id}/${encodeURIComponent(row.filename)}`,
        read: () => files.readBytes(row.storage_key),
      },
    ];
  });
}

type BrandRow = {
  company_name: string | null;
  domain: string | null;
  description: string | null;
  primary_color: string | null;
  logo_key: string | null;
  logo_content_type: string | null;
  icon_key: string | null;
  icon_content_type: string | null;
};

async function readBrand({ pool, files }: Deps, workspaceId: string): Promise<Brand | null> {
  const { rows } = await pool.query<BrandRow>({
    name: 'read-brand',
    text: `
      SELECT company_name, domain, description, primary_color,
             logo_key, logo_content_type, icon_key, icon_content_type
      FROM brand WHERE workspace_id = $1`,
    values: [workspaceId],
  });
  const row = rows[0];
  if (!row) return null;
  const picture = (name: string, key: string | null, contentType: string | null) =>
    key === null || contentType === null
      ? null
      : {
          id: name,
          filename: name,
          contentType,
          url: `assets/brand/${name}`,
          read: () => files.readBytes(key),
        };
  return {
    companyName: row.company_name,
    domain: row.domain,
    description: row.description,
    primaryColor: row.primary_color,
    logo: picture('logo', row.logo_key, row.logo_content_type),
    icon: picture('icon', row.icon_key, row.icon_content_type),
  };
}
