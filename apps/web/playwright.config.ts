import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from './e2e/support/chromium.ts';

export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  // Each with a server and an empty store of its own, and the tests of a file in their order.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: await findChromium(),
      args: CHROMIUM_ARGS,
    },
  },
});
