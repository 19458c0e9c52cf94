import { inTransaction, type JobQueue, type Pool, type Reasoning, type SqlTx } from '@tented/db';
import { failGeneration } from './finish-generation.ts';
import { findLockedTent } from './lock-tent.ts';
import type { TentRowWithContext } from './tent.ts';

/** Tries and time that a generation gets before it fails for good. */
export const ATTEMPTS_MAX = 3;
export const GENERATION_MS_MAX = 120_000;
/** A worker that has not extended its lease for so long counts as dead. */
export const LEASE_MS = 15_000;

export type TentKey = { workspaceId: string; tentId: string };

/** A generation as its row says, as far as a worker has to know. */
export type GenerationRow = {
  id: string;
  number: number;
  status: 'queued' | 'generating';
  prompt: string;
  template_html: string | null;
  input_data: Record<string, unknown> | null;
  instructions: string | null;
  include_brand: boolean;
  reasoning: Reasoning | null;
  asset_ids: string[];
  auto_publish: boolean;
  requested_alias: string | null;
  charge_id: string | null;
  attempts: number;
  lease_until: Date | null;
  started_at: Date | null;
};

/** What a worker holds while it works: the row as claimed, and the tent as it was then. */
export type Claim = { key: TentKey; tent: TentRowWithContext; generation: GenerationRow };

type Deps = { pool: Pool; jobs: JobQueue };

/**
 * Takes the oldest generation of a tent that is still to be made. Undefined when there is
 * none, when another worker holds it (then a job is queued for the moment at which that
 * one's lease ends), or when it has had its tries: then it fails here, for good.
 */
export async function claimGeneration(
  { pool, jobs }: Deps,
  key: TentKey,
  at: Date,
): Promise<Claim | undefined> {
  return inTransaction(pool, async (tx) => {
    const tent = await findLockedTent(tx, key.workspaceId, { id: key.tentId });
    const generation = tent && (await findOldestUnfinished(tx, key));
    if (!tent || !generation) return undefined;

    const { lease_until: leaseUntil } = generation;
    if (generation.status === 'generating' && leaseUntil && leaseUntil > at) {
      await jobs.enqueue(tx, 'tent.generate', { data: key, startAfter: leaseUntil });
      return undefined;
    }
    if (isSpent(generation, at)) {
      await failGeneration(tx, jobs, { claim: { key, tent, generation }, at, message: GAVE_UP });
      return undefined;
    }
    return { key, tent, generation: await take(tx, { key, generation, at }) };
  });
}

/** The text for whoever asked for a page that nobody could make. */
export const GAVE_UP = 'The page could not be generated. Nothing was charged; try again.';

/** No further try: too many, or too late. */
export function isSpent(
  { attempts, started_at: startedAt }: Pick<GenerationRow, 'attempts' | 'started_at'>,
  at: Date,
): boolean {
  return attempts >= ATTEMPTS_MAX || msLeft(startedAt, at) <= 0;
}

export function msLeft(startedAt: Date | null, at: Date): number {
  return startedAt ? GENERATION_MS_MAX - (at.getTime() - startedAt.getTime()) : GENERATION_MS_MAX;
}

async function findOldestUnfinished(tx: SqlTx, key: TentKey): Promise<GenerationRow | undefined> {
  const { rows } = await tx.query<GenerationRow>({
    name: 'find-oldest-unfinished',
    text: `
      SELECT id, number, status, prompt, template_html, input_data, instructions, include_brand,
             reasoning, asset_ids, auto_publish, requested_alias, charge_id, attempts,
             lease_until, started_at
      FROM generation
      WHERE workspace_id = $1 AND tent_id = $2 AND status IN ('queued', 'generating')
      ORDER BY number LIMIT 1`,
    values: [key.workspaceId, key.tentId],
  });
  return rows[0];
}

async function take(
  tx: SqlTx,
  { key, generation, at }: { key: TentKey; generation: GenerationRow; at: Date },
): Promise<GenerationRow> {
  const leaseUntil = new Date(at.getTime() + LEASE_MS);
  await Promise.all([
    tx.query({
      name: 'take-generation',
      text: `
        UPDATE generation SET status = 'generating', attempts = attempts + 1, lease_until = $4,
          started_at = coalesce(started_at, $3)
        WHERE workspace_id = $1 AND id = $2`,
      values: [key.workspaceId, generation.id, at, leaseUntil],
    }),
    tx.query({
      name: 'show-generating',
      text: `
        UPDATE tent SET status = 'generating', updated_at = greatest(updated_at + interval '1 ms', $4)
        WHERE workspace_id = $1 AND id = $2 AND generation_id = $3`,
      values: [key.workspaceId, key.tentId, generation.id, at],
    }),
  ]);
  return {
    ...generation,
    status: 'generating',
    attempts: generation.attempts + 1,
    lease_until: leaseUntil,
    started_at: generation.started_at ?? at,
  };
}

/** Says that the worker is alive. False when the generation is no longer this worker's. */
export async function extendLease(
  pool: Pool,
  { key, generation }: Claim,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'extend-lease',
    text: `
      UPDATE generation SET lease_until = $4
      WHERE workspace_id = $1 AND id = $2 AND attempts = $3 AND status = 'generating'`,
    values: [
      key.workspaceId,
      generation.id,
      generation.attempts,
      new Date(at.getTime() + LEASE_MS),
    ],
  });
  return rowCount === 1;
}
