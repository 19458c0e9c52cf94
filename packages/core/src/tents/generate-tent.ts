import { inTransaction, type JobQueue, type Pool } from '@tented/db';
import type { Clock } from '../clock.ts';
import type { FileStore } from '../files/file-store.ts';
import {
  type Claim,
  claimGeneration,
  extendLease,
  GAVE_UP,
  isSpent,
  LEASE_MS,
  msLeft,
  type TentKey,
} from './claim-generation.ts';
import {
  completeGeneration,
  failGeneration,
  isStillHeld,
  retryGeneration,
} from './finish-generation.ts';
import { readGenerationInput } from './generation-input.ts';
import { findLockedTent } from './lock-tent.ts';
import { GenerationRefused, type TentGenerator } from './tent-generator.ts';

export type GenerateDeps = {
  pool: Pool;
  jobs: JobQueue;
  clock: Clock;
  files: FileStore;
  generator: TentGenerator;
  /** For what went wrong while a page was being made; the caller is told less. */
  onFailure?: (error: unknown, key: TentKey) => void;
};

type Made = { html: string } | { failure: unknown };

const RETRY_PAUSE_MS = 1_000;

/**
 * Makes the oldest page that a tent is waiting for: what the job `tent.generate` does. Safe to
 * run at any time, twice, or on two workers at once; a worker that dies is succeeded by
 * another when its lease has ended.
 */
export async function generateTent(deps: GenerateDeps, key: TentKey): Promise<void> {
  const claim = await claimGeneration(deps, key, deps.clock());
  if (claim) await settle(deps, claim, await make(deps, claim));
}

/** Runs the generator, for as long as the claim lasts. */
async function make(deps: GenerateDeps, claim: Claim): Promise<Made> {
  const lost = new AbortController();
  const heartbeat = setInterval(() => {
    extendLease(deps.pool, claim, deps.clock())
      .then((isHeld) => isHeld || lost.abort(new Error('Another worker has taken over.')))
      // A heartbeat that is missed is no harm; the next one, or the end of the lease, decides.
      .catch(() => {});
  }, LEASE_MS / 3);
  const timeout = AbortSignal.timeout(
    Math.max(1, msLeft(claim.generation.started_at, deps.clock())),
  );
  try {
    const input = await readGenerationInput(deps, claim);
    const { html } = await deps.generator.generate(input, AbortSignal.any([lost.signal, timeout]));
    return { html };
  } catch (failure) {
    return { failure };
  } finally {
    clearInterval(heartbeat);
  }
}

async function settle(deps: GenerateDeps, claim: Claim, made: Made): Promise<void> {
  const { pool, jobs, key } = { ...deps, key: claim.key };
  await inTransaction(pool, async (tx) => {
    const at = deps.clock();
    if ('html' in made) {
      await completeGeneration(tx, jobs, { claim, html: made.html, at });
      return;
    }
    deps.onFailure?.(made.failure, key);
    const tent = await findLockedTent(tx, key.workspaceId, { id: key.tentId });
    if (!tent || !(await isStillHeld(tx, claim))) return;
    if (made.failure instanceof GenerationRefused) {
      await failGeneration(tx, jobs, { claim, at, message: made.failure.message });
    } else if (isSpent(claim.generation, at)) {
      await failGeneration(tx, jobs, { claim, at, message: GAVE_UP });
    } else {
      const startAfter = new Date(at.getTime() + RETRY_PAUSE_MS * claim.generation.attempts);
      await retryGeneration(tx, jobs, { claim, startAfter });
    }
  });
}
