import { parseArgs } from 'node:util';
import { run } from '../../../scripts/run.ts';

// The fuzz test for as long as one likes: `pnpm fuzz --seconds 120 --seed 7`. It is the one of
// the test suite, so that what it finds can be found again there.

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '120' }, seed: { type: 'string' } },
});

process.exitCode = await run(
  'vitest',
  ['run', 'apps/api/test/fuzz.test.ts', '--disable-console-intercept'],
  { FUZZ_SECONDS: values.seconds, ...(values.seed !== undefined && { FUZZ_SEED: values.seed }) },
);
