import { newId, newUlid } from '@tented/core';
import type { TestApp } from './test-app.ts';

type Page = {
  html?: string;
  alias?: string | null;
  name?: string;
  isBrandingRemoved?: boolean;
  isPublished?: boolean;
};

export type PublishedPage = { tentId: string; generationId: string };

/** A tent with one completed generation, as publishing leaves it. */
export async function publish(
  { services }: Pick<TestApp, 'services'>,
  workspaceId: string,
  page: Page = {},
): Promise<PublishedPage> {
  const { db, clock } = services;
  const { html = '<!doctype html><title>A</title><body><p>Hello</p></body>', alias = null } = page;
  const { name = 'A tent', isBrandingRemoved = false, isPublished = true } = page;
  const at = clock();
  const [tentId, generationId] = [newId(at), newUlid(at)];
  await db.tent.create({
    data: {
      workspaceId,
      id: tentId,
      name,
      status: 'completed',
      generationId,
      completedId: generationId,
      generations: 1,
      alias,
      isBrandingRemoved,
      createdAt: at,
      updatedAt: at,
      ...(isPublished && {
        publicationStatus: 'published',
        publishedId: generationId,
        publishedAt: at,
      }),
    },
  });
  const first = { workspaceId, tentId, generationId, number: 1, html };
  await addGeneration({ services }, first);
  return { tentId, generationId };
}

export async function addGeneration(
  { services: { db, clock } }: Pick<TestApp, 'services'>,
  generation: {
    workspaceId: string;
    tentId: string;
    generationId: string;
    number: number;
    html: string;
  },
): Promise<void> {
  const { generationId: id, ...rest } = generation;
  const at = clock();
  await db.generation.create({
    data: {
      ...rest,
      id,
      kind: 'initial',
      status: 'completed',
      prompt: 'A page',
      assetIds: [],
      completedAt: at,
      createdAt: at,
    },
  });
}

export async function attach(
  { services: { db, files, clock } }: Pick<TestApp, 'services'>,
  asset: {
    workspaceId: string;
    tentId: string;
    filename: string;
    contentType: string;
    bytes: Buffer;
  },
): Promise<string> {
  const { bytes, ...row } = asset;
  const at = clock();
  const id = newUlid(at);
  const storageKey = `${asset.workspaceId}/${id}`;
  await files.put(storageKey, bytes, { contentType: asset.contentType });
  await db.asset.create({
    data: { ...row, id, fileSize: bytes.length, storageKey, uploadedAt: at },
  });
  return id;
}
