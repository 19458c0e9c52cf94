import { defineConfig } from '@playwright/test';
import { findChromium } from './e2e/support/chromium.ts';

export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  // One server for all tests, and two cores at most: one after the other.
  workers: 1,
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
      // Runs as any user, also as root, and asks nobody outside for anything.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
