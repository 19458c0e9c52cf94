import type { JobQueue, SqlTx } from '@tented/db';
import { refund } from '../credits/refund.ts';
import type { Claim } from './claim-generation.ts';
import { goLive, isAliasTaken, isOverPageLimit, lockPages } from './go-live.ts';
import type { PublicationNote } from './tent.ts';

/** The text for whoever asked for a page that nobody could make. */
export const GAVE_UP = 'The page could not be generated. Nothing was charged; try again.';

/**
 * Stores the page that a worker has made, publishes it if that was asked for, and lets the
 * next generation of the tent have its turn. It wants the lock of the tent, the tent as it is
 * under that lock, and a claim that is still held.
 */
export async function completeGeneration(
  tx: SqlTx,
  jobs: JobQueue,
  { claim, html, at }: { claim: Claim; html: string; at: Date },
): Promise<void> {
  const { key, generation } = claim;
  await tx.query({
    name: 'complete-generation',
    text: `
      UPDATE generation SET status = 'completed', html = $3, completed_at = $4, lease_until = NULL
      WHERE workspace_id = $1 AND id = $2`,
    values: [key.workspaceId, generation.id, html, at],
  });
  await tx.query({
    name: 'show-completed',
    text: `
      UPDATE tent SET completed_id = $3, updated_at = greatest(updated_at + interval '1 ms', $4),
        status = CASE WHEN generation_id = $3 THEN 'completed'::generation_status ELSE status END
      WHERE workspace_id = $1 AND id = $2`,
    values: [key.workspaceId, key.tentId, generation.id, at],
  });
  if (generation.auto_publish) await autoPublish(tx, { claim, at });
  await queueNext(tx, jobs, claim);
}

/** The generation was asked to publish itself: what cannot be done as asked becomes a note. */
async function autoPublish(tx: SqlTx, { claim, at }: { claim: Claim; at: Date }): Promise<void> {
  const { tent, generation } = claim;
  const { workspaceId } = claim.key;
  const asked = generation.requested_alias ?? tent.alias;
  const room = await lockPages(tx, { workspaceId, at });
  if (isOverPageLimit(tent, room)) {
    const message =
      'The plan does not allow more live pages. The page was generated, not published.';
    return markPublicationFailed(tx, claim, { code: 'publish_limit_reached', message });
  }
  const isTaken =
    asked !== null && (await isAliasTaken(tx, { workspaceId, alias: asked, tentId: tent.id }));
  const message = `Another tent has the alias "${asked}". The page is at its default address.`;
  await goLive(tx, {
    workspaceId,
    tent,
    generationId: generation.id,
    requestedAlias: asked,
    alias: isTaken ? null : asked,
    isBrandingRemoved: tent.is_branding_removed,
    ...(isTaken && { note: { code: 'alias_taken', message } satisfies PublicationNote }),
    at,
  });
}

type Failure = { claim: Claim; at: Date; message: string };

/**
 * Gives a generation up for good: says so, pays it back, and lets the next one have its
 * turn. It wants the lock of the tent.
 */
export async function failGeneration(
  tx: SqlTx,
  jobs: JobQueue,
  { claim, at, message }: Failure,
): Promise<void> {
  const { key, generation } = claim;
  await tx.query({
    name: 'fail-generation',
    text: `
      UPDATE generation SET status = 'failed', error = $3, completed_at = $4, lease_until = NULL
      WHERE workspace_id = $1 AND id = $2`,
    values: [key.workspaceId, generation.id, message, at],
  });
  await tx.query({
    name: 'show-failed',
    text: `
      UPDATE tent SET updated_at = greatest(updated_at + interval '1 ms', $4),
        status = CASE WHEN generation_id = $3 THEN 'failed'::generation_status ELSE status END
      WHERE workspace_id = $1 AND id = $2`,
    values: [key.workspaceId, key.tentId, generation.id, at],
  });
  if (generation.auto_publish) {
    const note = 'The page could not be generated, so there was nothing to publish.';
    await markPublicationFailed(tx, claim, { code: 'generation_failed', message: note });
  }
  await queueNext(tx, jobs, claim);
  if (generation.charge_id) {
    await refund(tx, { workspaceId: key.workspaceId, chargeId: generation.charge_id, at });
  }
}

/**
 * Lets go of a generation, to be tried again at that moment. It goes on counting as under way:
 * for whoever waits for the page, a try that failed is no step back.
 */
export async function retryGeneration(
  tx: SqlTx,
  jobs: JobQueue,
  { claim, startAfter }: { claim: Claim; startAfter: Date },
): Promise<void> {
  const { key, generation } = claim;
  await tx.query({
    name: 'release-generation',
    text: `UPDATE generation SET lease_until = NULL WHERE workspace_id = $1 AND id = $2`,
    values: [key.workspaceId, generation.id],
  });
  await jobs.enqueue(tx, 'tent.generate', { data: key, startAfter });
}

/** Under the lock of the tent: true while nobody has taken the generation over or settled it. */
export async function isStillHeld(tx: SqlTx, { key, generation }: Claim): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'check-claim',
    text: `SELECT id FROM generation
           WHERE workspace_id = $1 AND id = $2 AND attempts = $3 AND lease_until IS NOT NULL`,
    values: [key.workspaceId, generation.id, generation.attempts],
  });
  return rowCount === 1;
}

/**
 * A later generation that asked for publishing has the word, where there is one. Otherwise an
 * alias that was only reserved is free again.
 */
async function markPublicationFailed(
  tx: SqlTx,
  { key, generation }: Claim,
  note: PublicationNote,
): Promise<void> {
  await tx.query({
    name: 'fail-publication',
    text: `
      UPDATE tent t SET publication_status = 'failed', publication_note = $4,
        alias = CASE WHEN published_id IS NULL THEN NULL ELSE alias END
      WHERE workspace_id = $1 AND id = $2 AND NOT EXISTS (
        SELECT FROM generation g WHERE g.workspace_id = $1 AND g.tent_id = $2
          AND g.number > $3 AND g.auto_publish AND g.status IN ('queued', 'generating'))`,
    values: [key.workspaceId, key.tentId, generation.number, JSON.stringify(note)],
  });
}

async function queueNext(tx: SqlTx, jobs: JobQueue, { key, generation }: Claim): Promise<void> {
  const { rowCount } = await tx.query({
    name: 'find-next-generation',
    text: `SELECT id FROM generation WHERE workspace_id = $1 AND tent_id = $2
             AND number > $3 AND status = 'queued' LIMIT 1`,
    values: [key.workspaceId, key.tentId, generation.number],
  });
  if (rowCount) await jobs.enqueue(tx, 'tent.generate', { data: key });
}
