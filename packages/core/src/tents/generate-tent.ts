import { setTimeout as pause } from 'node:timers/promises';
import { inTransaction, type JobQueue, type Pool } from '@tented/db';
import type { Clock } from '../clock.ts';
import type { FileStore } from '../files/file-store.ts';
import { isUnavailableError } from '../usage/connection-errors.ts';
import {
  type Claim,
  claimGeneration,
  extendLease,
  GENERATION_LIMITS,
  type GenerationLimits,
  isSpent,
  msLeft,
  type TentKey,
} from './claim-generation.ts';
import {
  completeGeneration,
  failGeneration,
  GAVE_UP,
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
  limits?: GenerationLimits;
};

type Deps = GenerateDeps & { limits: GenerationLimits };
type Made = { html: string } | { failure: unknown };

/** Heartbeats in the time of a lease: one that is missed is no harm. */
const BEATS_PER_LEASE = 3;

/**
 * Makes the oldest page that a tent is waiting for: what the job `tent.generate` does. Safe to
 * run at any time, twice, or on two workers at once; a worker that dies is succeeded by
 * another when its lease has ended.
 */
export async function generateTent(options: GenerateDeps, key: TentKey): Promise<void> {
  const deps = { limits: GENERATION_LIMITS, ...options };
  const claim = await claimGeneration(deps, key);
  if (!claim) return;
  const made = await make(deps, claim);
  if ('failure' in made) deps.onFailure?.(made.failure, key);
  await settlePatiently(deps, claim, made);
}

/** Runs the generator, for as long as the claim lasts: also one that does not heed its signal. */
async function make(deps: Deps, claim: Claim): Promise<Made> {
  const { limits } = deps;
  const stop = new AbortController();
  const heartbeat = setInterval(() => {
    extendLease(deps, claim, deps.clock())
      .then((isHeld) => isHeld || stop.abort(new Error('The claim on the generation is lost.')))
      // The next heartbeat, or the end of the lease, decides.
      .catch(() => {});
  }, limits.leaseMs / BEATS_PER_LEASE);
  const timeout = setTimeout(
    () => stop.abort(new Error('The time for the generation is over.')),
    msLeft(claim.generation.started_at, deps.clock(), limits),
  );
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error));
  });
  try {
    return { html: await Promise.race([generate(deps, claim, stop.signal), stopped]) };
  } catch (failure) {
    return { failure };
  } finally {
    clearInterval(heartbeat);
    clearTimeout(timeout);
  }
}

async function generate(deps: Deps, claim: Claim, signal: AbortSignal): Promise<string> {
  const input = await readGenerationInput(deps, claim);
  const { html } = await deps.generator.generate(input, signal);
  if (html.includes('\0')) throw new Error('The page contains a NUL character.');
  return html;
}

const SETTLE_PAUSE_MS = 250;

/**
 * A page is too dear to be lost to a database that is away for a moment. Once more is safe at
 * any time: a claim that has been settled is no longer held.
 */
async function settlePatiently(deps: Deps, claim: Claim, made: Made): Promise<void> {
  const giveUpAt = performance.now() + deps.limits.leaseMs;
  for (;;) {
    try {
      return await settle(deps, claim, made);
    } catch (error) {
      if (!isUnavailableError(error) || performance.now() > giveUpAt) throw error;
    }
    await pause(SETTLE_PAUSE_MS);
  }
}

async function settle(
  { pool, jobs, clock, limits }: Deps,
  claim: Claim,
  made: Made,
): Promise<void> {
  const { key, generation } = claim;
  await inTransaction(pool, async (tx) => {
    const tent = await findLockedTent(tx, key.workspaceId, { id: key.tentId });
    if (!tent || !(await isStillHeld(tx, claim))) return;
    const at = clock();

    if ('html' in made) {
      return completeGeneration(tx, jobs, { claim: { ...claim, tent }, html: made.html, at });
    }
    const startAfter = new Date(at.getTime() + limits.retryPauseMs * generation.attempts);
    if (made.failure instanceof GenerationRefused) {
      await failGeneration(tx, jobs, { claim, at, message: made.failure.message });
    } else if (isSpent(generation, startAfter, limits)) {
      await failGeneration(tx, jobs, { claim, at, message: GAVE_UP });
    } else {
      await retryGeneration(tx, jobs, { claim, startAfter });
    }
  });
}
