import { encodeCursor, firstIdAt, listUsage, summariseUsage, type UsageFilter } from '@tented/core';
import type { FilledLog } from './fill.ts';
import { chartsOf, filtersOf } from './questions.ts';

export type Timing = { p50Ms: number; p95Ms: number };

/** Pages of one filter in one log; `rows` and `stopsEarly` are those of most of them. */
export type PageTiming = Timing & { rows: number; stopsEarly: boolean };

const ROWS_PER_PAGE = 50;
const WARM_UP = 3;

/**
 * Every filter: the newest page, and pages from anywhere in the log. The logs take turns, so that
 * whatever else the machine does falls on both.
 */
export async function measurePages(
  logs: FilledLog[],
  pages: number,
): Promise<Map<string, PageTiming[]>> {
  const results = new Map<string, PageTiming[]>();
  for (const name of Object.keys(filtersOf(logs[0]!))) {
    const timed = logs.map((): TimedPage[] => []);
    for (let turn = -WARM_UP; turn < pages; turn += 1) {
      for (const [index, log] of logs.entries()) {
        const page = await timePage(log, filtersOf(log)[name]!, turn);
        if (turn >= 0) timed[index]?.push(page);
      }
    }
    results.set(name, timed.map(toPageTiming));
  }
  return results;
}

type TimedPage = { durationMs: number; rows: number; stopsEarly: boolean };

function toPageTiming(pages: TimedPage[]): PageTiming {
  const sorted = pages.map(({ rows }) => rows).toSorted((a, b) => a - b);
  return {
    ...toTiming(pages.map(({ durationMs }) => durationMs)),
    rows: sorted[Math.floor(sorted.length / 2)] ?? 0,
    stopsEarly: pages.filter(({ stopsEarly }) => stopsEarly).length * 2 > pages.length,
  };
}

async function timePage(log: FilledLog, filter: UsageFilter, turn: number): Promise<TimedPage> {
  const question = { workspaceId: log.workspaceId, plan: 'max', at: new Date(), filter } as const;
  const direction = turn % 4 === 3 ? 'newer' : 'older';
  const cursor = turn % 2 === 0 ? undefined : encodeCursor(randomId(log));
  const startedAt = performance.now();
  const page = { limit: ROWS_PER_PAGE, cursor, direction } as const;
  const { rows, searchedTo } = await listUsage(log.database.reader, question, page);
  const durationMs = performance.now() - startedAt;
  return { durationMs, rows: rows.length, stopsEarly: searchedTo !== null };
}

export async function measureCharts(log: FilledLog, count: number): Promise<Map<string, Timing>> {
  const results = new Map<string, Timing>();
  for (const [name, filter] of Object.entries(chartsOf(log))) {
    const question = { workspaceId: log.workspaceId, plan: 'max', at: new Date(), filter } as const;
    results.set(
      name,
      await timingOf(count, async () => {
        await summariseUsage(log.database.reader, question, 'Europe/Berlin');
      }),
    );
  }
  return results;
}

/** A UUIDv7 of a random moment of the log. */
function randomId({ from, to }: FilledLog): string {
  const at = new Date(from.getTime() + Math.random() * (to.getTime() - from.getTime()));
  return firstIdAt(at).replace(/0000-0000-000000000000$/, '7000-8000-000000000000');
}

async function timingOf(count: number, work: (turn: number) => Promise<void>): Promise<Timing> {
  for (let turn = 0; turn < WARM_UP; turn += 1) await work(turn);
  const durations: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const startedAt = performance.now();
    await work(turn);
    durations.push(performance.now() - startedAt);
  }
  return toTiming(durations);
}

export function toTiming(durations: number[]): Timing {
  const sorted = durations.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return { p50Ms: percentile(0.5), p95Ms: percentile(0.95) };
}
