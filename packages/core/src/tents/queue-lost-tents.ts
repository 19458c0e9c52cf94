import { inTransaction, type JobQueue, type Pool } from '@tented/db';
import type { TentKey } from './claim-generation.ts';

/** A generation that is younger, or whose lease has just ended, has its job somewhere on the way. */
const LOST_AFTER_MS = 60_000;
const TENTS_MAX = 500;

/**
 * Queues the tents that wait for a page while nobody works on it and no job is there to begin:
 * the queue drops what has waited for weeks, and may be emptied by hand. Answers with how many
 * these were. Any number of processes may do so at the same time.
 */
export async function queueLostTents(
  { pool, jobs }: { pool: Pool; jobs: JobQueue },
  now: Date,
): Promise<number> {
  let queued = 0;
  let last: TentKey | undefined;
  do {
    const page = await queuePage({ pool, jobs }, now, last);
    queued += page.queued;
    last = page.last;
  } while (last);
  return queued;
}

/** A bounded number of tents after `last`; undefined as `last` of the final page. */
async function queuePage(
  { pool, jobs }: { pool: Pool; jobs: JobQueue },
  now: Date,
  last: TentKey | undefined,
): Promise<{ queued: number; last: TentKey | undefined }> {
  return inTransaction(pool, async (tx) => {
    // Two sweeps at once would both find nothing queued.
    const [, { rows }] = await Promise.all([
      tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('lost-tents', 0))`),
      tx.query<TentKey>({
        name: 'find-unattended-tents',
        text: UNATTENDED,
        values: [last?.workspaceId ?? FIRST, last?.tentId ?? FIRST, now, LOST_AFTER_MS, TENTS_MAX],
      }),
    ]);
    const queued = rows.length > 0 ? await jobs.enqueueMissing(tx, 'tent.generate', rows) : 0;
    return { queued, last: rows.length < TENTS_MAX ? undefined : rows.at(-1) };
  });
}

const FIRST = '00000000-0000-0000-0000-000000000000';

const UNATTENDED = `
  SELECT workspace_id AS "workspaceId", tent_id AS "tentId" FROM generation
  WHERE status IN ('queued', 'generating') AND (workspace_id, tent_id) > ($1::uuid, $2::uuid)
  GROUP BY workspace_id, tent_id
  HAVING greatest(min(created_at), max(lease_until)) < $3::timestamptz - $4 * interval '1 ms'
  ORDER BY workspace_id, tent_id LIMIT $5`;
