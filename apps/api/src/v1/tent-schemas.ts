import {
  Alias,
  ASSETS_MAX,
  isTemplateId,
  isUlid,
  type Publication,
  RESERVED_ALIASES,
  type Tent,
  text,
} from '@tented/core';
import { z } from 'zod';
import type { PageUrl } from '../page-url.ts';
import { Id, Timestamp } from '../rest/schemas.ts';

export const PROMPT_CHARS_MAX = 10_000;

export const Ulid = z
  .string()
  .refine(isUlid, 'Not a ULID')
  .meta({ description: 'A ULID, 26 characters.', example: '01K6FZ3N8V6Q2W9C4D5E7T0XYA' });

export const TemplateId = z
  .string()
  .refine(isTemplateId, 'Not the id of a template')
  .meta({ description: '`tpl_` and a ULID.', example: 'tpl_01K6FZ3N8V6Q2W9C4D5E7T0XYA' });

export const Prompt = text(PROMPT_CHARS_MAX).refine(
  (prompt) => prompt.trim() !== '',
  'Must not be empty',
);

export const CustomPageAlias = Alias.meta({
  description: `1–100 characters of \`a–z 0–9 - _ .\`, the first a letter or digit; or \`/\` for the root of the workspace's pages. Not a UUID, and none of ${RESERVED_ALIASES.map((alias) => `\`${alias}\``).join(', ')}.`,
  example: 'spring-launch',
});

export const AttachedAssets = z
  .array(Ulid)
  .max(ASSETS_MAX)
  .meta({ description: `Assets attached to this tent, at most ${ASSETS_MAX}.` });

export const Reasoning = z
  .enum(['min', 'medium', 'high', 'max'])
  .meta({ description: 'Effort for the generation.' });

/** An alias is a wish about publishing. */
export function needsAutoPublish<
  Input extends { auto_publish?: boolean | undefined; custom_page_alias?: unknown },
>(schema: z.ZodType<Input>) {
  return schema.refine(
    (input) => input.custom_page_alias === undefined || input.auto_publish === true,
    { message: 'Only with auto_publish: true', path: ['custom_page_alias'] },
  );
}

const CodeAndMessage = z.object({
  code: z.string().meta({ description: 'For programs.' }),
  message: z.string().meta({ description: 'For people.' }),
});

const PublicationView = z.object({
  status: z
    .enum(['pending', 'published', 'published_with_warnings', 'failed'])
    .meta({ description: 'How far publishing is.' }),
  published_url: z.url().optional().meta({ description: 'Where the page is, while it is live.' }),
  requested_custom_page_alias: z.string().nullable().meta({ description: 'As asked for.' }),
  applied_custom_page_alias: z
    .string()
    .nullable()
    .meta({ description: 'As it is; null = the default address.' }),
  warnings: z
    .array(CodeAndMessage)
    .optional()
    .meta({ description: 'With `published_with_warnings`: `alias_taken`, for example.' }),
  error: CodeAndMessage.optional().meta({ description: 'With `failed`.' }),
});

export const TentView = z
  .object({
    id: Id.meta({ description: 'The id of the tent.' }),
    name: z.string().meta({ description: 'For people.' }),
    status: z
      .enum(['idle', 'queued', 'generating', 'completed', 'failed'])
      .meta({ description: 'Of the newest generation.' }),
    created_at: Timestamp,
    updated_at: Timestamp,
    generation_id: Ulid.nullable().meta({ description: 'The newest one; null for an idle tent.' }),
    error: z.string().optional().meta({ description: 'Why the newest generation failed.' }),
    publication: PublicationView.optional().meta({
      description: 'When publishing was asked for or done.',
    }),
  })
  .meta({ id: 'Tent' });

export function toTentView(tent: Tent, pageUrl: PageUrl): z.input<typeof TentView> {
  const { publication } = tent;
  return {
    id: tent.id,
    name: tent.name,
    status: tent.status,
    created_at: tent.createdAt.toISOString(),
    updated_at: tent.updatedAt.toISOString(),
    generation_id: tent.generationId,
    ...(tent.error !== null && { error: tent.error }),
    ...(publication && {
      publication: toPublicationView(publication, (path) => pageUrl(tent.workspaceSlug, path)),
    }),
  };
}

function toPublicationView(
  publication: Publication,
  urlOf: (path: string) => string,
): z.input<typeof PublicationView> {
  const { status, livePath, requestedAlias, appliedAlias, note } = publication;
  return {
    status,
    ...(livePath !== null && { published_url: urlOf(livePath) }),
    requested_custom_page_alias: requestedAlias,
    applied_custom_page_alias: appliedAlias,
    ...(note && status === 'published_with_warnings' && { warnings: [note] }),
    ...(note && status === 'failed' && { error: note }),
  };
}
