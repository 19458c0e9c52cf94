import { existsSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY_DIR, run } from './run.ts';

// Builds what has changed since the last time (the first time: all of it), then runs the
// server in this very process, so that signals reach it directly.
const isBuilt = existsSync(path.join(REPOSITORY_DIR, 'apps/web/dist/index.html'));
if (!isBuilt) console.error('Building, for the first time on this checkout …');

const code = await run('turbo', [
  'run',
  'build',
  '--ui=stream',
  '--output-logs=errors-only',
  '--log-prefix=none',
]);
if (code !== 0) process.exit(code);

const { explainStartFailure, main } = await import('../apps/api/src/main.ts');
await main().catch((error: unknown) => {
  console.error(explainStartFailure(error));
  process.exit(1);
});
