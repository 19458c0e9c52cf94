import { type DateRange, presetRange, RANGE_PRESETS, type RangePreset } from './date-range.ts';

/** What the address says about the log. Everything is optional: no parameter, no filter. */
export type UsageSearch = {
  key?: string[];
  range?: RangePreset | 'custom';
  from?: string;
  to?: string;
  cursor?: string;
  /** The request whose details are open. */
  request?: string;
};

export const PAGE_ROWS = 50;
const KEYS_MAX = 50;
const ID_CHARS_MAX = 64;
const CURSOR_CHARS_MAX = 1_000;

/** People edit and truncate addresses: what cannot be read is left out, never an error. */
export function parseUsageSearch(search: Record<string, unknown>): UsageSearch {
  const key = idsOf(search.key);
  const { cursor } = search;

  return {
    ...(key.length > 0 && { key }),
    ...parseRange(search),
    ...(isText(cursor, CURSOR_CHARS_MAX) && { cursor }),
  };
}

/** The question for the server; `now` decides where a preset starts. */
export function usageQuestion(workspace: string, search: UsageSearch, now: Date) {
  return {
    workspace,
    limit: PAGE_ROWS,
    ...(search.key && { keyIds: search.key }),
    ...(search.cursor && { cursor: search.cursor }),
    ...rangeOf(search, now),
  };
}

export function hasFilters({ key, range }: UsageSearch): boolean {
  return key !== undefined || range !== undefined;
}

/** The instants a search stands for. */
export function rangeOf({ range, from, to }: UsageSearch, now: Date): DateRange {
  if (range === 'custom') return { ...(from && { from }), ...(to && { to }) };
  return range ? presetRange(range, now) : {};
}

function parseRange(search: Record<string, unknown>): Pick<UsageSearch, 'range' | 'from' | 'to'> {
  const preset = RANGE_PRESETS.find((name) => name === search.range);
  if (preset) return { range: preset };
  if (search.range !== 'custom') return {};

  const from = instant(search.from);
  const to = instant(search.to);
  // A range that ends before it starts is read as open, not as an empty log.
  const isForward = !from || !to || from < to;
  return { range: 'custom', ...(from && { from }), ...(to && isForward && { to }) };
}

function idsOf(value: unknown): string[] {
  const ids = (Array.isArray(value) ? value : [value]).filter((id) => isText(id, ID_CHARS_MAX));
  return [...new Set(ids)].slice(0, KEYS_MAX);
}

function instant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

function isText(value: unknown, charsMax: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= charsMax;
}
