import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['packages/db/src/test-db.ts'],
    setupFiles: ['scripts/patience.ts'],
    include: ['{apps,packages}/*/{src,test}/**/*.test.ts'],
    // One for each of two cores; by itself it would leave one of them to nobody.
    maxWorkers: 2,
    // Against what hangs. Some tests start several servers, each with a PostgreSQL of its own; on
    // a machine that has more to do they take long, and what has to be quick has its own bound.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
