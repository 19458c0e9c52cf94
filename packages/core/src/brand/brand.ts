import { type Db, transact, type Tx } from '@tented/db';
import { z } from 'zod';
import { text } from '../text.ts';
import { type Actor, audit } from '../workspaces/audit.ts';

export type Brand = {
  companyName: string | null;
  domain: string | null;
  description: string | null;
  primaryColor: string | null;
  /** Changes with the picture: part of the address it is shown by. */
  logoVersion: string | null;
  iconVersion: string | null;
};

const COMPANY_CHARS_MAX = 120;
const DESCRIPTION_CHARS_MAX = 1_000;
const DOMAIN_CHARS_MAX = 253;
const DOMAIN = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+$/;
const COLOR = /^#[0-9a-f]{6}$/;

/** What an empty field means is that there is none. */
const optional = (schema: z.ZodType<string>) =>
  z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
    schema.nullable(),
  );

export const BrandFields = z.strictObject({
  companyName: optional(text(COMPANY_CHARS_MAX).trim()),
  domain: optional(
    text(DOMAIN_CHARS_MAX)
      .trim()
      .toLowerCase()
      .regex(DOMAIN, 'Expected a domain such as acme.example, without https://'),
  ),
  description: optional(text(DESCRIPTION_CHARS_MAX).trim()),
  primaryColor: optional(
    text(7).trim().toLowerCase().regex(COLOR, 'Expected a colour such as #b4490f'),
  ),
});

export type BrandFields = z.infer<typeof BrandFields>;

/** All null for a workspace that has said nothing of itself yet. */
export async function getBrand(db: Db, { workspaceId }: { workspaceId: string }): Promise<Brand> {
  const brand = await db.brand.findUnique({ where: { workspaceId } });
  return {
    companyName: brand?.companyName ?? null,
    domain: brand?.domain ?? null,
    description: brand?.description ?? null,
    primaryColor: brand?.primaryColor ?? null,
    logoVersion: versionOf(brand?.logoKey),
    iconVersion: versionOf(brand?.iconKey),
  };
}

/** The last part of a key, which says nothing of the workspace. */
export function versionOf(key: string | null | undefined): string | null {
  return key?.split('/').at(-1) ?? null;
}

/** Writes all fields; null clears one. */
export async function updateBrand(
  db: Db,
  actor: Actor,
  { workspaceId, fields }: { workspaceId: string; fields: BrandFields },
): Promise<Brand> {
  await transact(db, async (tx) => {
    const before = await lockBrand(tx, actor, workspaceId);
    const changed = NAMES.filter((name) => fields[name] !== before[name]);
    if (changed.length === 0) return;
    await tx.brand.update({ where: { workspaceId }, data: { ...fields, updatedAt: actor.at } });
    await audit(tx, actor, {
      workspaceId,
      action: 'brand.update',
      targetId: workspaceId,
      data: { changed },
    });
  });
  return getBrand(db, { workspaceId });
}

/**
 * The row of the workspace, made where there is none, locked: whoever changes it next sees what
 * this transaction leaves. Not `upsert`: with nothing to update it reads first and inserts then,
 * and of two that found nothing one breaks on the key.
 */
export async function lockBrand(tx: Tx, actor: Actor, workspaceId: string) {
  await tx.brand.createMany({
    data: [{ workspaceId, updatedAt: actor.at }],
    skipDuplicates: true,
  });
  await tx.$queryRaw`SELECT FROM brand WHERE workspace_id = ${workspaceId}::uuid FOR UPDATE`;
  return tx.brand.findUniqueOrThrow({ where: { workspaceId } });
}

const NAMES = ['companyName', 'domain', 'description', 'primaryColor'] as const;
