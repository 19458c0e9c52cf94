import type { GenerationKind, GenerationStatus, Pool } from '@tented/db';
import { notFound } from '../errors.ts';
import { decodeCursor, decodeTextCursor, encodeTextCursor, type Page, toPage } from '../paging.ts';
import { likePattern } from '../text.ts';
import type { ReadPlan } from '../usage/metered-reads.ts';
import {
  SELECT_TENTS,
  TENT_COLUMNS,
  type Tent,
  type TentRowWithContext,
  type TentStatus,
  toTent,
} from './tent.ts';

type TentKey = { workspaceId: string; id: string };

/** Throws `not_found` for a tent that is not there, or not this workspace's. */
export async function getTent(pool: Pool, { workspaceId, id }: TentKey): Promise<Tent> {
  const { rows } = await pool.query<TentRowWithContext>({
    name: 'get-tent',
    text: `${SELECT_TENTS} WHERE t.workspace_id = $1 AND t.id = $2`,
    values: [workspaceId, id],
  });
  if (!rows[0]) throw notFound('Tent');
  return toTent(rows[0]);
}

/** One tent by its id, for `toTent`; ranges in order for the reason that `CONTACT_READ` has. */
export const TENT_READ: ReadPlan<TentRowWithContext> = {
  name: 'tent',
  thing: 'Tent',
  columns: TENT_COLUMNS,
  from: `
    FROM (SELECT * FROM tent
          WHERE workspace_id = r.workspace_id AND id >= r.target AND id <= r.target
          ORDER BY id LIMIT 1) AS t
    CROSS JOIN LATERAL (SELECT slug FROM workspace WHERE id = t.workspace_id LIMIT 1) AS w
    LEFT JOIN LATERAL (SELECT error FROM generation
          WHERE workspace_id = t.workspace_id AND id >= t.generation_id AND id <= t.generation_id
          ORDER BY id LIMIT 1) AS g ON true`,
};

export type TentFilter = {
  status?: TentStatus | undefined;
  isPublished?: boolean | undefined;
  /** Part of the name, in any case. */
  q?: string | undefined;
};

/** A page of tents, newest first. */
export async function listTents(
  pool: Pool,
  query: { workspaceId: string; filter: TentFilter; limit: number; cursor?: string | undefined },
): Promise<Page<Tent>> {
  const { workspaceId, filter, limit, cursor } = query;
  const { rows } = await pool.query<TentRowWithContext>({
    name: 'list-tents',
    text: LIST_TENTS,
    values: [
      workspaceId,
      cursor ? decodeCursor(cursor) : null,
      filter.status ?? null,
      filter.isPublished ?? null,
      filter.q === undefined ? null : likePattern(filter.q),
      limit + 1,
    ],
  });
  return toPage(rows.map(toTent), limit);
}

const LIST_TENTS = `
  ${SELECT_TENTS}
  WHERE t.workspace_id = $1 AND ($2::uuid IS NULL OR t.id < $2)
    AND ($3::text IS NULL OR coalesce(t.status::text, 'idle') = $3)
    AND ($4::boolean IS NULL OR (t.published_id IS NOT NULL) = $4)
    AND ($5::text IS NULL OR t.name ILIKE $5)
  ORDER BY t.id DESC LIMIT $6`;

export type GenerationEntry = {
  id: string;
  number: number;
  kind: GenerationKind;
  status: GenerationStatus;
  prompt: string;
  createdAt: Date;
  completedAt: Date | null;
  error: string | null;
};

/** A page of a tent's generations, newest first. */
export async function listGenerations(
  pool: Pool,
  query: { workspaceId: string; tentId: string; limit: number; cursor?: string | undefined },
): Promise<Page<GenerationEntry>> {
  const { workspaceId, tentId, limit, cursor } = query;
  await getTent(pool, { workspaceId, id: tentId });
  const before = cursor === undefined ? null : decodeTextCursor(cursor, isNumber);
  const { rows } = await pool.query<GenerationEntry>({
    name: 'list-generations',
    text: `
      SELECT id, number, kind, status, prompt, created_at AS "createdAt",
             completed_at AS "completedAt", error
      FROM generation
      WHERE workspace_id = $1 AND tent_id = $2 AND ($3::int IS NULL OR number < $3)
      ORDER BY number DESC LIMIT $4`,
    values: [workspaceId, tentId, before, limit + 1],
  });
  return toPage(rows, limit, ({ number }) => encodeTextCursor(String(number)));
}

function isNumber(text: string): boolean {
  return /^[1-9]\d{0,8}$/.test(text);
}

/** A page as it was made. Throws `not_found` where there is none, or none yet. */
export async function getGenerationHtml(
  pool: Pool,
  key: { workspaceId: string; tentId: string; generationId: string },
): Promise<string> {
  const { rows } = await pool.query<{ html: string }>({
    name: 'get-generation-html',
    text: `SELECT html FROM generation
           WHERE workspace_id = $1 AND id = $2 AND tent_id = $3 AND html IS NOT NULL`,
    values: [key.workspaceId, key.generationId, key.tentId],
  });
  if (!rows[0]) throw notFound('Page');
  return rows[0].html;
}
