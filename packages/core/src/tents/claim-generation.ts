import { inTransaction, type JobQueue, type Pool, type Reasoning, type SqlTx } from '@tented/db';
import type { Clock } from '../clock.ts';
import { failGeneration, GAVE_UP } from './finish-generation.ts';
import { findLockedTent } from './lock-tent.ts';
import type { TentRowWithContext } from './tent.ts';

/** What a generation gets before it fails for good. */
export type GenerationLimits = {
  attemptsMax: number;
  /** From the beginning of the first try. */
  generationMs: number;
  /** A worker that has not extended its lease for so long counts as dead. */
  leaseMs: number;
  /** After a try that failed, as often as there have been tries. */
  retryPauseMs: number;
};

export const GENERATION_LIMITS: GenerationLimits = {
  attemptsMax: 3,
  generationMs: 120_000,
  leaseMs: 15_000,
  retryPauseMs: 1_000,
};

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
  /** Null while nobody works on it: before the first try, and between two. */
  lease_until: Date | null;
  started_at: Date | null;
};

/** What a worker holds while it works: the row as claimed, and the tent as it was then. */
export type Claim = { key: TentKey; tent: TentRowWithContext; generation: GenerationRow };

type Deps = { pool: Pool; jobs: JobQueue; clock: Clock; limits: GenerationLimits };

/**
 * Takes the oldest generation of a tent that is still to be made. Undefined when there is
 * none, when another worker holds it (then a job is queued for the moment at which that
 * one's lease ends), or when it has had its tries: then it fails here, for good.
 */
export async function claimGeneration(
  { pool, jobs, clock, limits }: Deps,
  key: TentKey,
): Promise<Claim | undefined> {
  return inTransaction(pool, async (tx) => {
    const tent = await findLockedTent(tx, key.workspaceId, { id: key.tentId });
    const generation = tent && (await findOldestUnfinished(tx, key));
    if (!tent || !generation) return undefined;

    // Read under the lock: whoever waits for it long would otherwise begin in the past, before
    // the page that it builds upon was made, and with a lease that is over sooner.
    const at = clock();
    const { lease_until: leaseUntil } = generation;
    if (leaseUntil && leaseUntil > at) {
      await jobs.enqueue(tx, 'tent.generate', { data: key, startAfter: leaseUntil });
      return undefined;
    }
    if (isSpent(generation, at, limits)) {
      await failGeneration(tx, jobs, { claim: { key, tent, generation }, at, message: GAVE_UP });
      return undefined;
    }
    return { key, tent, generation: await take(tx, { key, generation, at, limits }) };
  });
}

/** No further try at that moment: too many, or too late. */
export function isSpent(
  { attempts, started_at: startedAt }: Pick<GenerationRow, 'attempts' | 'started_at'>,
  at: Date,
  limits: GenerationLimits,
): boolean {
  return attempts >= limits.attemptsMax || msLeft(startedAt, at, limits) <= 0;
}

export function msLeft(
  startedAt: Date | null,
  at: Date,
  { generationMs }: GenerationLimits,
): number {
  return startedAt ? generationMs - (at.getTime() - startedAt.getTime()) : generationMs;
}

/** Never beyond the time of the generation itself: what is late is given up by whoever looks. */
function leaseFrom(at: Date, startedAt: Date | null, limits: GenerationLimits): Date {
  return new Date(at.getTime() + Math.min(limits.leaseMs, msLeft(startedAt, at, limits)));
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
  {
    key,
    generation,
    at,
    limits,
  }: { key: TentKey; generation: GenerationRow; at: Date; limits: GenerationLimits },
): Promise<GenerationRow> {
  const leaseUntil = leaseFrom(at, generation.started_at, limits);
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
  { pool, limits }: Pick<Deps, 'pool' | 'limits'>,
  { key, generation }: Claim,
  at: Date,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'extend-lease',
    text: `
      UPDATE generation SET lease_until = $4
      WHERE workspace_id = $1 AND id = $2 AND attempts = $3 AND lease_until IS NOT NULL`,
    values: [
      key.workspaceId,
      generation.id,
      generation.attempts,
      leaseFrom(at, generation.started_at, limits),
    ],
  });
  return rowCount === 1;
}
