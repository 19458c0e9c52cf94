import type { PageTiming, Timing } from './measure.ts';
import type { TabTiming } from './tab.ts';

export type Figures = {
  machine: string;
  rows: number;
  smallRows: number;
  pages: number;
  fillMs: number;
  sealMs: number;
  /** Rows of the log, as its chart adds them up and as they are counted. */
  totals: { chart: number; log: number };
  bytes: { table: number; indexes: number; partial: number; sums: number };
  /** In the small log and in the long one. */
  lists: Map<string, PageTiming[]>;
  charts: Map<string, Timing>;
  inserts: Map<string, Timing>;
  rowsPerBatch: number;
  tab: TabTiming[];
};

const PAGE_P95_MAX_MS = 30;
const RATIO_MAX = 1.5;
const TAB_MAX_MS = 1_000;

const whole = (value: number) => Math.round(value).toLocaleString('en-US');
const ms = (value: number) => value.toFixed(1);
const mib = (bytes: number) => whole(bytes / 1_024 ** 2);

export function toMarkdown(figures: Figures): string {
  const { machine, rows, smallRows, pages, charts, inserts, tab, totals, bytes } = figures;
  const [first] = inserts.values();
  return `# Performance of the usage log

Written by \`pnpm bench:usage --rows ${rows}\`. ${machine}. What measures and PostgreSQL share the machine; PostgreSQL
has the settings that the product ships (128 MB of shared buffers), the log does not fit into them.

One workspace with ${whole(rows)} requests in 89 days (filled in ${whole(figures.fillMs / 1_000)} s, sealed in ${whole(figures.sealMs / 1_000)} s), and one with
${whole(smallRows)} in a database of its own. Table ${mib(bytes.table)} MiB, indexes ${mib(bytes.indexes)} MiB, of which the three partial ones
${mib(bytes.partial)} MiB, sums of hours ${mib(bytes.sums)} MiB. The chart of all of it adds up to ${whole(totals.chart)} requests, the log has ${whole(totals.log)}.

## Pages

${pages} pages of 50 rows for each filter, every other one the newest, the others from anywhere in the log in either
direction; \`listUsage\` from call to rows. A search without an index stops after a while and says how far it came
(\`searchedTo\`): that is the whole page, too.

| filter | ${whole(smallRows)} rows: p50 | p95 | ${whole(rows)} rows: p50 | p95 | p50 ÷ p50 | p95 ÷ p95 | on a page |
|---|--:|--:|--:|--:|--:|--:|---|
${[...figures.lists].map(([name, [small, large]]) => pageRow(name, small!, large!)).join('\n')}

${verdictsOf(figures).join('\n')}

## Charts

\`summariseUsage\`, exact to the row; of a part of a path the newest, for a limited time.

| chart | p50 ms | p95 ms |
|---|--:|--:|
${[...charts].map(([name, { p50Ms, p95Ms }]) => `| ${name} | ${ms(p50Ms)} | ${ms(p95Ms)} |`).join('\n')}

## Inserts

${figures.rowsPerBatch} ordinary rows through the server's writer, durable, in turn into three databases.

| the log has | p50 ms | against the first |
|---|--:|--:|
${[...inserts].map(([name, { p50Ms }]) => `| ${name} | ${p50Ms.toFixed(2)} | ${(p50Ms / first!.p50Ms).toFixed(3)} |`).join('\n')}

## The Usage tab

Chromium, from the navigation until rows and chart can be used; the median of five.

| | rows ms | chart ms |
|---|--:|--:|
${tab.map(({ visit, rowsMs, chartMs }) => `| ${visit} | ${whole(rowsMs)} | ${whole(chartMs)} |`).join('\n')}
`;
}

function pageRow(name: string, small: PageTiming, large: PageTiming): string {
  const figures = [
    ms(small.p50Ms),
    ms(small.p95Ms),
    ms(large.p50Ms),
    ms(large.p95Ms),
    (large.p50Ms / small.p50Ms).toFixed(2),
    (large.p95Ms / small.p95Ms).toFixed(2),
  ];
  const found = areAlike(small, large) ? foundOf(large) : `${foundOf(small)} · ${foundOf(large)}`;
  return `| ${name} | ${figures.join(' | ')} | ${found} |`;
}

function foundOf({ rows, stopsEarly }: PageTiming): string {
  return stopsEarly ? `${rows}, stops early` : String(rows);
}

/** Pages are compared where both logs have as many rows to give. */
function areAlike(small: PageTiming, large: PageTiming): boolean {
  return small.rows === large.rows && small.stopsEarly === large.stopsEarly;
}

/** What was to be reached, and whether it was. */
export function verdictsOf({ lists, tab }: Pick<Figures, 'lists' | 'tab'>): string[] {
  const all = [...lists].map(([name, [small, large]]) => ({ name, small: small!, large: large! }));
  const slow = all.filter(({ large }) => large.p95Ms > PAGE_P95_MAX_MS);
  const alike = all.filter(({ small, large }) => areAlike(small, large));
  const worse = alike.filter(({ small, large }) => large.p95Ms / small.p95Ms > RATIO_MAX);
  const worseMedians = alike.filter(({ small, large }) => large.p50Ms / small.p50Ms > RATIO_MAX);
  const unlike = all.filter(({ small, large }) => !areAlike(small, large));
  const lateTabs = tab.filter(({ rowsMs }) => rowsMs > TAB_MAX_MS);
  const verdict = (bar: string, missed: string[]) =>
    `- ${bar}: ${missed.length === 0 ? 'met' : `MISSED by ${missed.join('; ')}`}`;
  const namesOf = (list: { name: string }[]) => list.map(({ name }) => name);
  return [
    verdict(`p95 at most ${PAGE_P95_MAX_MS} ms for a page of any filter`, namesOf(slow)),
    verdict(`at most ${RATIO_MAX} times the p95 of the small log`, namesOf(worse)),
    verdict(`at most ${RATIO_MAX} times the median of the small log`, namesOf(worseMedians)),
    `- not compared, because the small log comes to its end before the page is full: ${namesOf(unlike).join('; ') || 'none'}`,
    verdict(
      `the Usage tab can be used within ${TAB_MAX_MS} ms`,
      lateTabs.map(({ visit }) => visit),
    ),
  ];
}
