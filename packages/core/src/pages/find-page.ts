import { type Pool, queryOnce } from '@tented/db';
import { unavailable } from '../errors.ts';
import { isUuid } from '../ids.ts';
import { isConnectionError } from '../usage/connection-errors.ts';

/** What is live at an address at this moment. */
export type LivePage = {
  workspaceId: string;
  tentId: string;
  /** The generation that is shown; its HTML never changes. */
  generationId: string;
  isBrandingRemoved: boolean;
};

/** A page as its address names it: `name` is an alias (`/` = the root) or a tent's id. */
export type PageName = { slug: string; name: string };

export type PageFinder = {
  /**
   * Null when nothing is live there. Asks the database for every request, after it has
   * arrived: whatever was unpublished or deleted before, by any server, is not found.
   */
  find(page: PageName): Promise<LivePage | null>;
};

type Entry = {
  page: PageName;
  resolve(live: LivePage | null): void;
  reject(error: unknown): void;
};

const QUEUED_PAGES_MAX = 20_000;
const BATCH_PAGES_MAX = 500;
const LOOK_UPS_MAX = 2;

/**
 * Groups look-ups that wait at the same time into one statement: an idle server looks at once,
 * and while it does the next batch gathers.
 */
export function createPageFinder(pool: Pool): PageFinder {
  let queue: Entry[] = [];
  let lookUps = 0;

  function pump(): void {
    while (queue.length > 0 && lookUps < LOOK_UPS_MAX) {
      const batch = queue.slice(0, BATCH_PAGES_MAX);
      queue = queue.slice(BATCH_PAGES_MAX);
      lookUps += 1;
      void lookUp(pool, batch).finally(() => {
        lookUps -= 1;
        pump();
      });
    }
  }

  return {
    find(page) {
      if (!isPossible(page)) return Promise.resolve(null);
      if (queue.length >= QUEUED_PAGES_MAX) return Promise.reject(unavailable());
      return new Promise((resolve, reject) => {
        queue.push({ page, resolve, reject });
        pump();
      });
    },
  };
}

const SLUG = /^[a-z0-9-]{1,64}$/;
const NAME = /^(\/|[a-z0-9][a-z0-9._-]{0,99})$/i;

/** Keeps from the database what it would refuse, to the harm of others in the batch. */
function isPossible({ slug, name }: PageName): boolean {
  return SLUG.test(slug) && NAME.test(name);
}

/** Never rejects: every entry of the batch is told what became of it. */
async function lookUp(pool: Pool, batch: Entry[]): Promise<void> {
  try {
    const found = await read(pool, batch).catch((error: unknown) => {
      // A connection that has broken while idle is noticed by its next statement.
      if (isConnectionError(error)) return read(pool, batch);
      throw error;
    });
    batch.forEach(({ resolve }, index) => resolve(found.get(index + 1) ?? null));
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

type Row = {
  position: number;
  workspace_id: string;
  id: string;
  published_id: string;
  is_branding_removed: boolean;
};

async function read(pool: Pool, batch: Entry[]): Promise<Map<number, LivePage>> {
  const names = batch.map(({ page }) => page.name);
  const rows = await queryOnce<Row>(pool, {
    ...FIND_PAGES,
    values: [
      batch.map(({ page }) => page.slug),
      names.map((name) => (isUuid(name) ? null : name)),
      names.map((name) => (isUuid(name) ? name : null)),
    ],
  });
  return new Map(
    rows.map((row) => [
      row.position,
      {
        workspaceId: row.workspace_id,
        tentId: row.id,
        generationId: row.published_id,
        isBrandingRemoved: row.is_branding_removed,
      },
    ]),
  );
}

/** As a range in order, so that these connections choose the index of that column. */
const by = (column: 'alias' | 'id') => `
  SELECT wanted.position::integer, t.workspace_id, t.id, t.published_id, t.is_branding_removed
  FROM unnest($1::text[], $2::text[], $3::uuid[]) WITH ORDINALITY AS wanted (slug, alias, id, position)
  JOIN workspace w ON w.slug = wanted.slug,
  LATERAL (SELECT * FROM tent
           WHERE workspace_id = w.id AND ${column} >= wanted.${column} AND ${column} <= wanted.${column}
           ORDER BY ${column} LIMIT 1) AS t
  WHERE t.published_id IS NOT NULL`;

const FIND_PAGES = {
  name: 'find-pages',
  text: `${by('alias')} UNION ALL ${by('id')}`,
};
