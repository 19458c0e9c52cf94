import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect } from './server.ts';

const SHOTS_DIR =
  process.env['SCREENSHOTS_DIR'] ??
  path.resolve(import.meta.dirname, '../../test-results/screenshots');

/** Every page is looked at in these. */
export const LOOKS = [
  { look: 'light', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { look: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { look: 'phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

export async function shoot(page: Page, name: string, { fullPage = false } = {}): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({
    path: path.join(SHOTS_DIR, `${name}.png`),
    animations: 'disabled',
    fullPage,
  });
}

/** A page that scrolls sideways has something on it that does not fit. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
}
