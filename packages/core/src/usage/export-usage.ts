import type { Pool } from '@tented/db';
import { toCsvLine } from './csv.ts';
import { findUsage } from './find-usage.ts';
import { readEntries, type UsageEntry } from './usage-entry.ts';
import type { UsageQuestion } from './usage-filter.ts';

const ROWS_AT_ONCE = 1_000;

/**
 * All rows that the filter lets through, newest first, a few at a time: what is kept in memory
 * does not grow with the log. Requests that arrive after it has begun are left out, so that it ends.
 */
async function* readAllUsage(reader: Pool, question: UsageQuestion): AsyncGenerator<UsageEntry[]> {
  const { at, filter } = question;
  const begun = new Date(at.getTime() + 1);
  const to = filter.to && filter.to < begun ? filter.to : begun;
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const stretch = { direction: 'older', cursor, limit: ROWS_AT_ONCE } as const;
    const found = await findUsage(reader, { ...question, filter: { ...filter, to } }, stretch);
    if (found.ids.length > 0) yield await readEntries(reader, question, found.ids);
    cursor = found.stoppedAt;
  }
}

const COLUMNS: [name: string, valueOf: (entry: UsageEntry) => string | number | null][] = [
  ['id', ({ id }) => id],
  ['occurred_at', ({ occurredAt }) => occurredAt.toISOString()],
  ['method', ({ method }) => method],
  ['path', ({ path }) => path],
  ['route', ({ route }) => route],
  ['status', ({ status }) => status],
  ['duration_ms', ({ durationMs }) => durationMs],
  ['credits_charged', ({ creditsCharged }) => creditsCharged],
  ['credits_refunded', ({ creditsRefunded }) => creditsRefunded],
  ['is_replayed', ({ isReplayed }) => String(isReplayed)],
  ['error_code', ({ errorCode }) => errorCode],
  ['error_message', ({ error }) => error?.message ?? null],
  ['key_id', ({ key }) => key.id],
  ['key_name', ({ key }) => key.name],
  ['key_prefix', ({ key }) => key.prefix],
];

/** As CSV (RFC 4180) with a header, in pieces of whole lines. */
export async function* exportUsageCsv(
  reader: Pool,
  question: UsageQuestion,
): AsyncGenerator<string> {
  yield toCsvLine(COLUMNS.map(([name]) => name));
  for await (const entries of readAllUsage(reader, question)) {
    yield entries.map((entry) => toCsvLine(COLUMNS.map(([, valueOf]) => valueOf(entry)))).join('');
  }
}

/** As one JSON array, an object on each line, with the names of the CSV's columns. */
export async function* exportUsageJson(
  reader: Pool,
  question: UsageQuestion,
): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const entries of readAllUsage(reader, question)) {
    const lines = entries.map((entry) =>
      JSON.stringify(Object.fromEntries(COLUMNS.map(([name, valueOf]) => [name, valueOf(entry)]))),
    );
    yield separator + lines.join(',\n');
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n';
}
