import { parseArgs } from 'node:util';

export const USAGE = `pnpm bench:usage [--rows 10000000] [--pages 100]
  fills a temporary PostgreSQL with a usage log of so many rows, and one of 100,000 beside it,
  measures pages of every filter in both, charts, inserts and the Usage tab in a browser, and
  writes docs/performance-usage.md`;

export type BenchOptions = {
  /** Requests in the log. */
  rows: number;
  /** Pages of each filter. */
  pages: number;
};

/** Throws for what is no option. */
export function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '10000000' },
      pages: { type: 'string', default: '100' },
    },
  });
  return { rows: toCount('rows', values.rows), pages: toCount('pages', values.pages) };
}

function toCount(name: string, value: string): number {
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--${name} is a whole number.`);
  return count;
}
