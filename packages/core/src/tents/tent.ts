import type { GenerationStatus, PublicationStatus } from '@tented/db';
import { AppError } from '../errors.ts';
import { ROOT_ALIAS } from './alias.ts';

export type TentStatus = 'idle' | GenerationStatus;

export type PublicationNote = {
  code: 'alias_taken' | 'generation_failed' | 'publish_limit_reached';
  message: string;
};

/** What became of publishing, as far as somebody asked for it. */
export type Publication = {
  status: PublicationStatus;
  /** The path of the live page below the workspace's pages (`''` = the root); null = not live. */
  livePath: string | null;
  requestedAlias: string | null;
  appliedAlias: string | null;
  note: PublicationNote | null;
};

export type Tent = {
  id: string;
  name: string;
  userId: string | null;
  /** Of the newest generation. */
  status: TentStatus;
  createdAt: Date;
  updatedAt: Date;
  generationId: string | null;
  /** Why the newest generation failed. */
  error: string | null;
  publication: Publication | null;
  /** In addresses of published pages. */
  workspaceSlug: string;
};

export const UNTITLED = 'Untitled tent';

/** A row of `tent`, as statements of this folder select it. */
export type TentRow = {
  id: string;
  name: string;
  user_id: string | null;
  status: GenerationStatus | null;
  generation_id: string | null;
  completed_id: string | null;
  generations: number;
  publication_status: PublicationStatus | null;
  published_id: string | null;
  requested_alias: string | null;
  alias: string | null;
  publication_note: PublicationNote | null;
  is_branding_removed: boolean;
  created_at: Date;
  updated_at: Date;
};

export type TentRowWithContext = TentRow & { error: string | null; slug: string };

/** What answers about a tent `t` need, with its newest generation `g` and its workspace `w`. */
export const TENT_COLUMNS: Record<keyof TentRowWithContext, string> = {
  id: 't.id',
  name: 't.name',
  user_id: 't.user_id',
  status: 't.status',
  generation_id: 't.generation_id',
  completed_id: 't.completed_id',
  generations: 't.generations',
  publication_status: 't.publication_status',
  published_id: 't.published_id',
  requested_alias: 't.requested_alias',
  alias: 't.alias',
  publication_note: 't.publication_note',
  is_branding_removed: 't.is_branding_removed',
  created_at: 't.created_at',
  updated_at: 't.updated_at',
  error: 'g.error',
  slug: 'w.slug',
};

/** Selects tents `t` with what their answers need besides; conditions follow. */
export const SELECT_TENTS = `
  SELECT ${Object.values(TENT_COLUMNS).join(', ')}
  FROM tent t
  JOIN workspace w ON w.id = t.workspace_id
  LEFT JOIN generation g ON g.workspace_id = t.workspace_id AND g.id = t.generation_id`;

export function toTent(row: TentRowWithContext): Tent {
  return {
    id: row.id,
    name: row.name,
    userId: row.user_id,
    status: row.status ?? 'idle',
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    generationId: row.generation_id,
    error: row.error,
    publication: toPublication(row),
    workspaceSlug: row.slug,
  };
}

export function toPublication(row: TentRow): Publication | null {
  if (!row.publication_status) return null;
  const isLive = row.published_id !== null;
  return {
    status: row.publication_status,
    livePath: isLive ? pagePath(row) : null,
    requestedAlias: row.requested_alias,
    appliedAlias: isLive ? row.alias : null,
    note: row.publication_note,
  };
}

/** Below the workspace's pages: the alias, or else the id. */
export function pagePath({ id, alias }: Pick<TentRow, 'id' | 'alias'>): string {
  return alias === ROOT_ALIAS ? '' : (alias ?? id);
}

/** A refusal that names the field whose value does not fit what the workspace holds. */
export function refuseField(path: string, message: string): AppError {
  return new AppError('invalid_request', `${message}.`, {
    details: { issues: [{ path, message }] },
  });
}
