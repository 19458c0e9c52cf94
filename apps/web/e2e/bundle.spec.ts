import { gzipSync } from 'node:zlib';
import { signIn } from './support/person.ts';
import { expect, test } from './support/server.ts';

const SCRIPTS_BYTES_MAX = 200_000;

const PAGES = [
  { name: 'Sign in', path: '/sign-in', there: 'No account yet?' },
  { name: 'Credit and Key', path: '/w/harbour-events/settings/api', there: 'Credits this month' },
  { name: 'Usage', path: '/w/harbour-events/settings/api/usage', there: 'Average response' },
  { name: 'Overview', path: '/w/harbour-events/overview', there: 'Referrers' },
  { name: 'Tents', path: '/w/harbour-events/tents', there: 'Personalised pages' },
];

for (const { name, path, there } of PAGES) {
  test(`${name} is there after at most 200 kB of scripts, gzipped`, async ({ page }) => {
    if (path.startsWith('/w/')) {
      await signIn(page);
      await page.goto('about:blank');
    }
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') {
        sizes.push(response.body().then((body) => gzipSync(body).length));
      }
    });
    await page.goto(path);
    await expect(page.getByText(there).first()).toBeVisible();
    await page.waitForLoadState('networkidle');

    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    test
      .info()
      .annotations.push({ type: 'kB of scripts', description: (bytes / 1_000).toFixed(0) });
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(SCRIPTS_BYTES_MAX);
  });
}
