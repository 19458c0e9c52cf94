import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { createKey, signIn } from './support/person.ts';
import { expect, test } from './support/server.ts';

// The story's workspace has more than a hundred requests of the last twelve days
// (apps/api/src/demo-story.ts): two pages of them, and a part of another.

const USAGE = '/w/harbour-events/settings/api/usage';

const rowsOf = (page: Page) =>
  page.getByRole('table', { name: 'Requests', exact: true }).locator('tbody tr[data-index]');
const chartOf = (page: Page) => page.getByRole('application', { name: 'Requests over time' });
const overviewOf = (page: Page) => page.getByRole('region', { name: 'Overview' });
const figureOf = (page: Page, name: string) =>
  overviewOf(page).locator('dl > div').filter({ hasText: name }).locator('dd');

/** Once it has loaded; just after a change of filters it may still be the figure of before. */
async function numberOf(page: Page, name: string): Promise<number> {
  await expect(overviewOf(page)).toHaveAttribute('aria-busy', 'false');
  await expect(figureOf(page, name)).toHaveText(/^\d/);
  return Number(/^\d+/.exec(await figureOf(page, name).innerText())?.[0]);
}

async function openUsage(page: Page, query = ''): Promise<void> {
  await signIn(page);
  await page.goto(`${USAGE}${query}`);
  await expect(rowsOf(page).first()).toBeVisible();
}

/** How many requests there are from top to bottom; only those in sight are on the page. */
async function countByScrolling(page: Page): Promise<number> {
  const seen = new Set<string>();
  const isAtTheEnd = () =>
    page.evaluate(() => window.scrollY + window.innerHeight >= document.body.scrollHeight - 1);
  for (let looksAtTheEnd = 0; looksAtTheEnd < 3;) {
    await page.mouse.wheel(0, 400);
    // Two frames: one that scrolls, and one in which the rows of the new place are drawn.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const links = rowsOf(page).getByRole('link');
    for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      seen.add(href ?? '');
    }
    looksAtTheEnd = (await isAtTheEnd()) ? looksAtTheEnd + 1 : 0;
  }
  await expect(page.getByText(/That is all/)).toBeInViewport();
  return seen.size;
}

test('filters narrow log, figures and chart, stand in the address, and are taken away one by one', async ({
  page,
}) => {
  await openUsage(page);
  const all = await numberOf(page, 'Requests');
  const failed = await numberOf(page, 'Errors');
  expect(all).toBeGreaterThan(100);

  await page.getByRole('button', { name: /Filter by status/ }).click();
  await page.getByRole('checkbox', { name: /4xx/ }).check();
  await page.keyboard.press('Escape');
  await expect(figureOf(page, 'Requests')).toHaveText(String(failed));
  await page.getByRole('button', { name: /Filter by method/ }).click();
  await page.getByRole('checkbox', { name: 'POST' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox', { name: 'Path contains' }).fill('CONTACTS');
  await expect(page).toHaveURL(/status=4xx&method=POST&path=CONTACTS/);
  await expect(rowsOf(page).first()).toContainText('invalid_request');
  let found = 0;
  await expect(async () => {
    found = await numberOf(page, 'Requests');
    expect(found).toBeLessThan(failed);
    const rows = await rowsOf(page).allInnerTexts();
    expect(rows.filter((row) => /POST[^]*contacts/.test(row))).toHaveLength(found);
    expect(rows).toHaveLength(found);
  }).toPass({ timeout: 10_000 });

  await page.reload();
  await expect(figureOf(page, 'Requests')).toHaveText(String(found));
  const chips = page.getByRole('list', { name: 'Active filters' });
  await expect(chips.getByRole('listitem')).toHaveText([
    'Status 4xx',
    'Method POST',
    'Path “CONTACTS”',
    'Reset',
  ]);
  await chips.getByRole('button', { name: 'Remove filter: Status 4xx' }).click();
  await expect(page).toHaveURL(/usage\?method=POST&path=CONTACTS$/);
  await chips.getByRole('button', { name: /Remove filter: Path/ }).click();
  await expect(page.getByRole('searchbox', { name: 'Path contains' })).toHaveValue('');
  await chips.getByRole('button', { name: 'Reset' }).click();
  await expect(page).toHaveURL(new RegExp(`${USAGE}$`));
  await expect(figureOf(page, 'Requests')).toHaveText(String(all));

  // An exact status, what cost credits, and back.
  await page.getByRole('button', { name: /Filter by status/ }).click();
  await page.getByRole('textbox', { name: 'Exact status' }).fill('202');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Credits > 0' }).click();
  await expect(page).toHaveURL(/status=202&credits=charged/);
  await expect(rowsOf(page).first()).toContainText('202');
  await page.goBack();
  await expect(page.getByRole('button', { name: 'Credits > 0' })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
});

test('the log goes on as one scrolls, each request once, with few of them on the page', async ({
  page,
}) => {
  await openUsage(page);

  expect(await countByScrolling(page)).toBe(await numberOf(page, 'Requests'));
  expect(await rowsOf(page).count()).toBeLessThan(70);
});

test('a click on the chart narrows to a bar, dragging to several, and so do the keys', async ({
  page,
}) => {
  await openUsage(page);
  const chart = chartOf(page);
  const total = await numberOf(page, 'Requests');
  const box = (await chart.boundingBox())!;

  await chart.click({ position: { x: box.width / 2, y: 80 } });
  await expect(page).toHaveURL(/range=custom&from=.+&to=/);
  await expect(page.getByRole('button', { name: /Remove filter: Time/ })).toBeVisible();
  await expect.poll(() => numberOf(page, 'Requests')).toBeLessThan(total);
  const ofDay = await numberOf(page, 'Requests');
  expect(ofDay).toBeGreaterThan(0);
  await expect(rowsOf(page)).toHaveCount(ofDay);

  await page.goBack();
  await expect(figureOf(page, 'Requests')).toHaveText(String(total));
  await page.mouse.move(box.x + box.width * 0.3, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(async () => {
    const dragged = await numberOf(page, 'Requests');
    expect(dragged).toBeGreaterThan(ofDay);
    expect(dragged).toBeLessThan(total);
  }).toPass({ timeout: 10_000 });

  await page.goBack();
  await expect(figureOf(page, 'Requests')).toHaveText(String(total));
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('status').filter({ hasText: /Success: \d/ })).toBeAttached();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/range=custom/);
  await expect.poll(() => numberOf(page, 'Requests')).toBeLessThan(total);
});

test('the same figures are in a table', async ({ page }) => {
  await openUsage(page);

  const all = await numberOf(page, 'Requests');
  const failed = await numberOf(page, 'Errors');
  await page.getByRole('button', { name: 'Table' }).click();

  const table = page.getByRole('table', { name: 'Requests over time' });
  const successes = await table.locator('tbody td:nth-child(2)').allInnerTexts();
  expect(successes.reduce((sum, text) => sum + Number(text), 0)).toBe(all - failed);
});

test.describe('one request', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('opens beside the log, has an address, and leads to its neighbours in the filter', async ({
    page,
  }) => {
    await openUsage(page, '?status=4xx');
    const paths = await rowsOf(page).getByRole('link').allInnerTexts();

    await rowsOf(page)
      .nth(1)
      .click({ position: { x: 20, y: 10 } });
    const drawer = page.getByRole('dialog', { name: 'Request' });
    await expect(drawer.getByText('Request id')).toBeVisible();
    await expect(page).toHaveURL(/status=4xx&request=[0-9a-f-]{36}/);
    const address = page.url();
    const id = new URL(address).searchParams.get('request')!;
    await expect(drawer).toContainText(id);
    await expect(drawer).toContainText(paths[1]!);
    await drawer.getByRole('button', { name: 'Copy request id' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);

    // Older and newer, by keys and by buttons; the newest has nothing newer.
    await page.keyboard.press('ArrowDown');
    await expect(page).not.toHaveURL(address);
    await drawer.getByRole('button', { name: 'Newer request' }).click();
    await expect(page).toHaveURL(address);
    await expect(drawer.getByRole('button', { name: 'Newer request' })).toBeEnabled();
    await page.keyboard.press('ArrowLeft');
    await expect(drawer.getByRole('button', { name: 'Newer request' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );

    await page.goto(address);
    await expect(drawer).toContainText(id);
    await page.keyboard.press('Escape');
    await expect(drawer).toBeHidden();
    await expect(page).toHaveURL(/usage\?status=4xx$/);
  });

  test('what its caller was told stands in it, issue by issue', async ({ page, server }) => {
    await signIn(page);
    const secret = await createKey(page, 'Details');
    await fetch(`${server.url}/v1/contacts`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ items: [] }),
    });

    await page.getByRole('link', { name: 'Usage', exact: true }).click();
    await rowsOf(page).first().getByRole('link').press('Enter');

    const drawer = page.getByRole('dialog', { name: 'Request' });
    await expect(drawer).toContainText('400 Bad request');
    await expect(drawer.getByRole('list', { name: 'Issues' })).toContainText('items');
    await expect(drawer).toContainText('Details');
  });
});

test('live: requests appear as they are answered, each once, also after a reload', async ({
  page,
  server,
}) => {
  await signIn(page);
  const secret = await createKey(page, 'Live');
  const call = (path: string) =>
    fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${secret}` } });
  await call('/v1/live-0');
  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  await expect(page.getByRole('link', { name: '/v1/live-0' })).toBeVisible();

  const live = page.getByRole('button', { name: 'Live', exact: true });
  await live.click();
  await expect(page).toHaveURL(/live=on/);
  await expect(live).toHaveAttribute('aria-pressed', 'true');
  await call('/v1/live-1');
  await expect(page.getByRole('link', { name: '/v1/live-1' })).toHaveCount(1);
  await call('/v1/live-2');
  await expect(rowsOf(page).first()).toContainText('/v1/live-2');

  await page.reload();
  await expect(rowsOf(page).first()).toContainText('/v1/live-2');
  await call('/v1/live-3');
  await expect(rowsOf(page).first()).toContainText('/v1/live-3');
  for (const n of [0, 1, 2, 3]) {
    await expect(page.getByRole('link', { name: `/v1/live-${n}` })).toHaveCount(1);
  }

  // A range that has an end has nothing live.
  await page.goto('/w/demo/settings/api/usage?range=custom&to=2026-01-01T00:00:00.000Z');
  await expect(live).toHaveAttribute('aria-disabled', 'true');
});

test('CSV: exactly what is filtered', async ({ page }) => {
  await openUsage(page, '?status=4xx');
  await expect(chartOf(page)).toBeVisible();
  const failed = await numberOf(page, 'Requests');
  const downloading = page.waitForEvent('download');

  await page.getByRole('button', { name: 'Export as CSV' }).click();
  const download = await downloading;

  expect(download.suggestedFilename()).toMatch(/^usage-harbour-events-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^id,occurred_at,method,path,/);
  expect(lines).toHaveLength(1 + failed);
  expect(lines.slice(1).every((line) => /,4\d\d,/.test(line))).toBe(true);
});

test('nothing matches: the page says so and leads back', async ({ page }) => {
  await signIn(page);
  await page.goto(`${USAGE}?path=nowhere`);

  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all requests' }).click();
  await expect(rowsOf(page).first()).toBeVisible();
});

test('when the log cannot be read the page says so, and tries again', async ({ page }) => {
  await signIn(page);
  let isBroken = true;
  await page.route(/\/trpc\/.*usage\.(list|summary)/, (route) =>
    isBroken
      ? route.fulfill({
          status: 400,
          json: {
            error: {
              message: 'Broken',
              code: -32_600,
              data: { httpStatus: 400, code: 'invalid_request' },
            },
          },
        })
      : route.continue(),
  );
  await page.goto(USAGE);

  await expect(page.getByText('The usage log could not be loaded')).toBeVisible();
  isBroken = false;
  await page.getByRole('button', { name: 'Try again' }).last().click();
  await expect(rowsOf(page).first()).toBeVisible();
});

test('figures of the filter before are marked as such until the new ones have come', async ({
  page,
}) => {
  await openUsage(page);
  const all = await numberOf(page, 'Requests');
  const answer = Promise.withResolvers<void>();
  await page.route(/\/trpc\/.*usage\.summary/, async (route) => {
    await answer.promise;
    await route.continue();
  });

  await page.getByRole('button', { name: 'Credits > 0' }).click();

  await expect(overviewOf(page)).toHaveAttribute('aria-busy', 'true');
  await expect(figureOf(page, 'Requests')).toHaveText(String(all));
  answer.resolve();
  expect(await numberOf(page, 'Requests')).toBeLessThan(all);
});

test('nothing moves while the page loads', async ({ page }) => {
  await signIn(page);
  await page.addInitScript(() => {
    new PerformanceObserver((list) => {
      const shifts = list.getEntries() as (PerformanceEntry & { value: number })[];
      const known = (window as { shift?: number }).shift ?? 0;
      (window as { shift?: number }).shift = shifts.reduce((sum, { value }) => sum + value, known);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(USAGE);
  await expect(rowsOf(page).first()).toBeVisible();
  await expect(chartOf(page)).toBeVisible();

  expect(await page.evaluate(() => (window as { shift?: number }).shift ?? 0)).toBeLessThan(0.02);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the log is cards, filters and chart are at hand, and nothing scrolls sideways', async ({
    page,
  }) => {
    await openUsage(page, '?range=30d&status=200&status=4xx');
    const overflow = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    expect(await overflow()).toBeLessThanOrEqual(0);

    await rowsOf(page).first().tap();
    await expect(
      page.getByRole('dialog', { name: 'Request' }).getByText('Request id'),
    ).toBeVisible();
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Close' }).tap();
    await expect(page.getByRole('dialog', { name: 'Request' })).toBeHidden();

    const box = (await chartOf(page).boundingBox())!;
    await page.touchscreen.tap(box.x + box.width * 0.7, box.y + 60);
    await expect(page).toHaveURL(/range=custom/);
    await page.getByRole('button', { name: /Filter by key/ }).tap();
    await page.getByRole('checkbox', { name: /CRM sync/ }).check();
    await expect(page).toHaveURL(/key=/);
  });
});
