import { setTimeout } from 'node:timers/promises';
import { type GenerationLimits, systemClock, type TentGenerator } from '@tented/core';
import { createJobQueue, openDatabase } from '@tented/db';
import { openDiskStore } from '../../src/adapters/file-store.ts';
import { runJobs } from '../../src/worker.ts';

// A worker as a process of its own, whose pages take as long, or go as wrong, as a test says.

const FAR_MS = 600_000;

const page = (prompt: string) => ({ html: `<!doctype html><title>${prompt}</title>` });

const GENERATORS: Record<string, TentGenerator['generate']> = {
  quick: async ({ prompt }) => page(prompt),
  'taking two seconds': async ({ prompt }) => {
    await setTimeout(2_000);
    return page(prompt);
  },
  failing: () => Promise.reject(new Error('Broken.')),
  hanging: async () => {
    await setTimeout(FAR_MS);
    throw new Error('It was not left behind.');
  },
};

const [url = '', kind = '', limits = ''] = process.argv.slice(2);
const generate = GENERATORS[kind];
if (!generate) throw new Error(`There is no generator "${kind}".`);

const { pool } = openDatabase(url);
const generator: TentGenerator = {
  generate(input, signal) {
    process.stdout.write(`Generating: ${input.prompt}\n`);
    return generate(input, signal);
  },
};
const deps = {
  pool,
  jobs: createJobQueue({ pool, url }),
  clock: systemClock,
  files: openDiskStore('/nonexistent'),
  generator,
  limits: JSON.parse(limits) as GenerationLimits,
};
await runJobs(deps, (error) => void process.stderr.write(`${String(error)}\n`));
process.stdout.write('Working\n');
