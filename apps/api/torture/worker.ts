import { setTimeout as sleep } from 'node:timers/promises';
import {
  GENERATION_LIMITS,
  type GenerationLimits,
  GenerationRefused,
  systemClock,
  type TentGenerator,
} from '@tented/core';
import { createJobQueue, openDatabase } from '@tented/db';
import { openDiskStore } from '../src/adapters/file-store.ts';
import { runJobs } from '../src/worker.ts';

// One worker of the crew, as a process of its own: the product's jobs, with a generator that
// takes its time and refuses some pages. Its clock is the system's: what is due when, is for
// PostgreSQL to say, which knows nothing of a clock that jumps. Months are none of its business: a
// refund belongs to the month of its charge.

const DATABASE_URL = process.argv[2] ?? '';
const PAGE_MS_MAX = 1_500;
const REFUSED_SHARE = 0.1;
/** Shorter than the product's, so that what a dead worker held is soon another's. */
const LIMITS: GenerationLimits = { ...GENERATION_LIMITS, leaseMs: 3_000, retryPauseMs: 100 };
const HARD_STOP_MS = 20_000;

const generator: TentGenerator = {
  async generate({ prompt }, signal) {
    await sleep(Math.random() * PAGE_MS_MAX, undefined, { signal });
    if (Math.random() < REFUSED_SHARE) throw new GenerationRefused('Refused by chance.');
    return { html: pageOf(prompt) };
  },
};

if (import.meta.main) await work();

async function work(): Promise<void> {
  const { pool } = openDatabase(DATABASE_URL);
  const jobs = createJobQueue({ pool, url: DATABASE_URL });
  // A harness that was killed must not leave its workers behind.
  process.on('disconnect', () => process.exit(1));
  process.once('SIGTERM', () => {
    setTimeout(() => process.exit(1), HARD_STOP_MS).unref();
    void jobs.close().then(() => process.exit(0));
  });
  const files = openDiskStore('/nonexistent');
  const deps = { pool, jobs, clock: systemClock, files, generator, limits: LIMITS };
  await runJobs(deps, () => {});
  process.send?.('ready');
}

/** The page that a prompt gets, so that nobody else's is taken for it. */
export function pageOf(prompt: string): string {
  return `<!doctype html><title>${prompt}</title>`;
}
