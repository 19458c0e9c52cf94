import { parseArgs } from 'node:util';

export const USAGE = `pnpm bench:analytics [--rows 5000000] [--requests 2000]
  fills a temporary PostgreSQL with page views of one workspace, measures both analytics
  endpoints and a published page over HTTP, and writes docs/performance-analytics.md`;

export type BenchOptions = {
  /** Views in the workspace. */
  rows: number;
  /** Requests to each endpoint. */
  requests: number;
};

/** Throws for what is no option. */
export function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '5000000' },
      requests: { type: 'string', default: '2000' },
    },
  });
  return { rows: toCount('rows', values.rows), requests: toCount('requests', values.requests) };
}

function toCount(name: string, value: string): number {
  const count = Number(value);
  if (!Number.isSafeInteger(count) || count < 1) throw new Error(`--${name} is a whole number.`);
  return count;
}
