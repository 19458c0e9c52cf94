import { type Db, transact } from '@tented/db';
import { AppError, notFound } from '../errors.ts';
import { isContentOf } from '../files/content-types.ts';
import { type FileStore, newFileKey, type StoredFile } from '../files/file-store.ts';
import { type Actor, audit } from '../workspaces/audit.ts';
import { lockBrand } from './brand.ts';

export const BRAND_PICTURES = ['logo', 'icon'] as const;
export type BrandPicture = (typeof BRAND_PICTURES)[number];

export const PICTURE_BYTES_MAX = 1_048_576;
/** SVG last: it is the only one that is text, and so the easiest to be taken for. */
const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const;

type Deps = { db: Db; files: FileStore };
type PictureOf = { workspaceId: string; picture: BrandPicture };

const COLUMNS = {
  logo: { key: 'logoKey', contentType: 'logoContentType' },
  icon: { key: 'iconKey', contentType: 'iconContentType' },
} as const;

/** Puts a picture in place of the one before; its type is what its bytes say. */
export async function setBrandPicture(
  { db, files }: Deps,
  actor: Actor,
  { workspaceId, picture, bytes }: PictureOf & { bytes: Buffer },
): Promise<void> {
  const contentType = await typeOfPicture(bytes);
  const key = newFileKey(workspaceId, actor.at);
  await files.put(key, bytes, { contentType });
  await replace({ db, files }, actor, { workspaceId, picture, next: { key, contentType } }).catch(
    async (error: unknown) => {
      await files.delete(key).catch(() => {});
      throw error;
    },
  );
}

export async function removeBrandPicture(
  deps: Deps,
  actor: Actor,
  { workspaceId, picture }: PictureOf,
): Promise<void> {
  await replace(deps, actor, { workspaceId, picture, next: null });
}

/** Throws `not_found` where there is none. */
export async function readBrandPicture(
  { db, files }: Deps,
  { workspaceId, picture }: PictureOf,
): Promise<StoredFile & { contentType: string }> {
  const brand = await db.brand.findUnique({ where: { workspaceId } });
  const { key: keyColumn, contentType: typeColumn } = COLUMNS[picture];
  const key = brand?.[keyColumn];
  const contentType = brand?.[typeColumn];
  if (!key || !contentType) throw notFound('Picture');
  return { ...(await files.get(key)), contentType };
}

async function typeOfPicture(bytes: Buffer): Promise<string> {
  if (bytes.length > PICTURE_BYTES_MAX) {
    throw new AppError('payload_too_large', 'The picture is larger than 1 MB: make it smaller.');
  }
  for (const type of PICTURE_TYPES) if (await isContentOf(type, bytes)) return type;
  throw new AppError('invalid_request', 'This is no PNG, JPEG, WebP or SVG: choose another file.');
}

async function replace(
  { db, files }: Deps,
  actor: Actor,
  change: PictureOf & { next: { key: string; contentType: string } | null },
): Promise<void> {
  const { workspaceId, picture, next } = change;
  const { key, contentType } = COLUMNS[picture];
  const row = {
    [key]: next?.key ?? null,
    [contentType]: next?.contentType ?? null,
    updatedAt: actor.at,
  };
  const oldKey = await transact(db, async (tx) => {
    // Locked, so that of two uploads each deletes the picture that it has replaced.
    const before = await lockBrand(tx, actor, workspaceId);
    if (!next && !before[key]) throw notFound('Picture');
    await tx.brand.update({ where: { workspaceId }, data: row });
    await audit(tx, actor, {
      workspaceId,
      action: 'brand.picture',
      targetId: workspaceId,
      data: { picture, isRemoved: !next },
    });
    return before[key];
  });
  // A file that cannot be deleted now is one that nobody knows of: harmless.
  if (oldKey) await files.delete(oldKey).catch(() => {});
}
