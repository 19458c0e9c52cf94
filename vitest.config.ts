import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['packages/db/src/test-db.ts'],
    include: ['{apps,packages}/*/{src,test}/**/*.test.ts'],
    // One for each of two cores; by itself it would leave one of them to nobody.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
