import { chromium, type Page } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../e2e/support/chromium.ts';

// Measures how soon the Usage tab can be used, in a browser of its own, and prints it as JSON. Run
// by `pnpm bench:usage`, which says where the server is.

type Timing = { visit: string; rowsMs: number; chartMs: number };

const REPEATS = 5;
const { BENCH_URL, BENCH_WORKSPACE, BENCH_EMAIL, BENCH_PASSWORD } = process.env as Record<
  string,
  string
>;
const SETTINGS = `${BENCH_URL}/w/${BENCH_WORKSPACE}/settings/api`;

const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: CHROMIUM_ARGS,
});
const session = await signIn();
console.log(
  JSON.stringify([
    await median('first visit, nothing cached', openFresh),
    await median('reload', reload),
    await median('from the other tab, by a click', clickTab),
  ]),
);
await browser.close();

async function signIn() {
  const page = await browser.newPage();
  await page.goto(`${BENCH_URL}/sign-in`);
  await page.getByLabel('E-mail').fill(BENCH_EMAIL!);
  await page.getByLabel('Password', { exact: true }).fill(BENCH_PASSWORD!);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(/\/w\//);
  const state = await page.context().storageState();
  await page.close();
  return state;
}

/** Resolves with the moments at which rows and chart could be used, by the clock of the page. */
async function whenReady(page: Page): Promise<Omit<Timing, 'visit'>> {
  return page.evaluate(
    () =>
      new Promise<{ rowsMs: number; chartMs: number }>((resolve) => {
        const ready = { rowsMs: 0, chartMs: 0 };
        const look = () => {
          if (!ready.rowsMs && document.querySelector('tr[data-index] a'))
            ready.rowsMs = performance.now();
          if (!ready.chartMs && document.querySelector('[role="application"] svg rect')) {
            ready.chartMs = performance.now();
          }
          if (ready.rowsMs && ready.chartMs) resolve(ready);
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
}

async function openFresh(): Promise<Omit<Timing, 'visit'>> {
  const context = await browser.newContext({ storageState: session });
  const page = await context.newPage();
  await page.goto(`${SETTINGS}/usage`, { waitUntil: 'commit' });
  const ready = await whenReady(page);
  await context.close();
  return ready;
}

async function reload(): Promise<Omit<Timing, 'visit'>> {
  const context = await browser.newContext({ storageState: session });
  const page = await context.newPage();
  await page.goto(`${SETTINGS}/usage`);
  await whenReady(page);
  await page.reload({ waitUntil: 'commit' });
  const ready = await whenReady(page);
  await context.close();
  return ready;
}

async function clickTab(): Promise<Omit<Timing, 'visit'>> {
  const context = await browser.newContext({ storageState: session });
  const page = await context.newPage();
  await page.goto(SETTINGS);
  const tab = page.getByRole('link', { name: 'Usage', exact: true });
  await tab.waitFor();
  // Not by the mouse: on its way it would already load what the tab needs.
  const clickedAt = await tab.evaluate((link) => {
    (link as HTMLElement).click();
    return performance.now();
  });
  const { rowsMs, chartMs } = await whenReady(page);
  await context.close();
  return { rowsMs: rowsMs - clickedAt, chartMs: chartMs - clickedAt };
}

async function median(visit: string, open: () => Promise<Omit<Timing, 'visit'>>): Promise<Timing> {
  const all: Omit<Timing, 'visit'>[] = [];
  for (let turn = 0; turn < REPEATS; turn += 1) all.push(await open());
  const middle = (values: number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return {
    visit,
    rowsMs: middle(all.map(({ rowsMs }) => rowsMs)),
    chartMs: middle(all.map(({ chartMs }) => chartMs)),
  };
}
