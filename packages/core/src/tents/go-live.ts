import type { Plan, SqlTx } from '@tented/db';
import { laterThan } from '../clock.ts';
import { LIVE_PAGES_MAX } from '../credits/plans.ts';
import { AppError } from '../errors.ts';
import type { PublicationNote, TentRow } from './tent.ts';

/** What a workspace's plan says about pages at this moment. */
export type PageRoom = { plan: Plan; livePages: number };

/**
 * Makes everybody who takes an alias or publishes a page of this workspace take turns, until
 * the transaction ends: what is free stays free, and what is counted stays counted. Locked
 * after the tent itself.
 */
export async function lockPages(
  tx: SqlTx,
  { workspaceId, at }: { workspaceId: string; at: Date },
): Promise<PageRoom> {
  const [, { rows }] = await Promise.all([
    tx.query({
      name: 'lock-pages',
      text: `SELECT pg_advisory_xact_lock(hashtextextended('pages:' || $1::text, 0))`,
      values: [workspaceId],
    }),
    tx.query<{ plan: Plan; live_pages: number }>({
      name: 'count-pages',
      text: `
        SELECT (CASE WHEN plan_next_from <= $2 THEN plan_next ELSE plan END)::text AS plan,
               (SELECT count(*)::int FROM tent
                WHERE workspace_id = $1 AND published_id IS NOT NULL) AS live_pages
        FROM workspace WHERE id = $1`,
      values: [workspaceId, at],
    }),
  ]);
  const room = rows[0];
  if (!room) throw new Error('The workspace is gone.');
  return { plan: room.plan, livePages: room.live_pages };
}

/** Under the lock of the pages: whether the tent would be one live page too many. */
export function isOverPageLimit(tent: Pick<TentRow, 'published_id'>, room: PageRoom): boolean {
  return tent.published_id === null && room.livePages >= LIVE_PAGES_MAX[room.plan];
}

/** Under the lock of the pages: whether another tent holds the alias. */
export async function isAliasTaken(
  tx: SqlTx,
  { workspaceId, alias, tentId }: { workspaceId: string; alias: string; tentId: string },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'find-alias',
    text: `SELECT id FROM tent WHERE workspace_id = $1 AND alias = $2 AND id <> $3`,
    values: [workspaceId, alias, tentId],
  });
  return rowCount !== 0;
}

export function aliasTaken(alias: string): AppError {
  return new AppError('alias_taken', `Another tent has the alias "${alias}". Choose another one.`);
}

type LivePage = {
  workspaceId: string;
  tent: Pick<TentRow, 'id' | 'updated_at'>;
  generationId: string;
  requestedAlias: string | null;
  alias: string | null;
  isBrandingRemoved: boolean;
  note?: PublicationNote;
  at: Date;
};

/** Puts a generation before the world, under the lock of the pages. */
export async function goLive(tx: SqlTx, page: LivePage): Promise<Date> {
  const updatedAt = laterThan(page.tent.updated_at, page.at);
  await tx.query({
    name: 'go-live',
    text: `
      UPDATE tent SET published_id = $3, published_at = $4, updated_at = $4, alias = $5,
        requested_alias = $6, is_branding_removed = $7, publication_note = $8,
        publication_status = CASE WHEN $8::jsonb IS NULL THEN 'published' ELSE 'published_with_warnings' END::publication_status
      WHERE workspace_id = $1 AND id = $2`,
    values: [
      page.workspaceId,
      page.tent.id,
      page.generationId,
      updatedAt,
      page.alias,
      page.requestedAlias,
      page.isBrandingRemoved,
      page.note ? JSON.stringify(page.note) : null,
    ],
  });
  return updatedAt;
}
