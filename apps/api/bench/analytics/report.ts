import type { LoadReport } from './load.ts';
import type { BenchOptions } from './options.ts';

export type Figures = {
  /** A request that reads one row, for what any request costs on this machine. */
  plain: LoadReport;
  tent: LoadReport;
  org: LoadReport;
  page: LoadReport;
  /** In the workspace after everything: what should be there, and what is. */
  views: { expected: number; counted: number };
  dropped: number;
  /** Of the last minute, when all was done: how busy the machine was, this bench included. */
  loadAverage: number;
};

const P95_MAX_MS = 50;

const whole = (value: number) => Math.round(value).toLocaleString('en-US');

export function toMarkdown(
  { plain, tent, org, page, views, dropped, loadAverage }: Figures,
  { rows, requests, machine }: BenchOptions & { machine: string },
): string {
  const row = (name: string, report: LoadReport) =>
    `| ${name} | ${whole(report.requestsPerSecond)} | ${report.p50Ms.toFixed(2)} | ${report.p95Ms.toFixed(2)} | ${report.p99Ms.toFixed(2)} |`;
  const verdict = (report: LoadReport) =>
    `p95 ${report.p95Ms.toFixed(2)} ms, at most ${P95_MAX_MS} ms: ${report.p95Ms <= P95_MAX_MS ? 'met' : 'MISSED'}`;

  return `# Performance of analytics

Written by \`pnpm bench:analytics --rows ${rows}\`. ${machine}. The load generator, the server and PostgreSQL share
the machine; PostgreSQL has the settings that the product ships.

One workspace with ${whole(rows)} page views in seven days. Each endpoint: ${whole(requests)} requests, seven days back, on two
connections. The page: 20 KB of HTML, compressed, on 32 connections; each answer is a view that is recorded.

| | requests/s | p50 ms | p95 ms | p99 ms |
|---|--:|--:|--:|--:|
${row('`GET /v1/me`, for comparison', plain)}
${row('`GET /v1/analytics/tent`', tent)}
${row('`GET /v1/analytics/org`', org)}
${row('a published page', page)}

- tent: ${verdict(tent)}
- org: ${verdict(org)}
- views expected ${whole(views.expected)}, counted ${whole(views.counted)}, given up ${whole(dropped)}
- load average of the machine at the end: ${loadAverage.toFixed(1)}
`;
}
