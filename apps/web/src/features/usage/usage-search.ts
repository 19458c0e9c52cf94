import { type DateRange, presetRange, RANGE_PRESETS, type RangePreset } from './date-range.ts';

/** What the address says about the log. Everything is optional: no parameter, no filter. */
export type UsageSearch = {
  key?: string[];
  range?: RangePreset | 'custom';
  from?: string;
  to?: string;
  /** Statuses such as `404`, and classes such as `4xx`. */
  status?: string[];
  method?: string[];
  path?: string;
  credits?: 'charged';
  /** The request that is open beside the log. */
  request?: string;
  live?: 'on';
};

/** The filters alone: what the log, its chart and its export are asked with. */
export type UsageFilters = Omit<UsageSearch, 'request' | 'live'>;

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export const STATUS_CLASSES = ['2xx', '3xx', '4xx', '5xx'] as const;

const KEYS_MAX = 50;
const STATUSES_MAX = 20;
const ID_CHARS_MAX = 64;
const PATH_CHARS_MAX = 200;
const STATUS = /^[1-5](\d\d|xx)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** People edit and truncate addresses: what cannot be read is left out, never an error. */
export function parseUsageSearch(search: Record<string, unknown>): UsageSearch {
  const key = textsOf(search.key).filter((id) => UUID.test(id));
  const status = textsOf(search.status).filter((value) => STATUS.test(value));
  const method = METHODS.filter((name) => textsOf(search.method).includes(name));
  const { path, credits, request, live } = search;

  return {
    ...(key.length > 0 && { key: key.slice(0, KEYS_MAX) }),
    ...parseRange(search),
    ...(status.length > 0 && { status: status.slice(0, STATUSES_MAX) }),
    ...(method.length > 0 && { method }),
    ...(isText(path, PATH_CHARS_MAX) && { path }),
    ...(credits === 'charged' && { credits }),
    ...(isText(request, ID_CHARS_MAX) && UUID.test(request) && { request }),
    ...(live === 'on' && { live }),
  };
}

export function filtersOf({ request: _, live: __, ...filters }: UsageSearch): UsageFilters {
  return filters;
}

export function hasFilters(search: UsageSearch): boolean {
  return Object.keys(filtersOf(search)).length > 0;
}

/** The question for the server; `now` decides where a preset starts. */
export function usageQuestion(workspace: string, search: UsageSearch, now: Date) {
  const { key, status, method, path, credits } = search;
  return {
    workspace,
    ...(key && { keyIds: key }),
    ...(status && { statuses: status }),
    ...(method && { methods: method as (typeof METHODS)[number][] }),
    ...(path && { path }),
    ...(credits && { hasCredits: true }),
    ...rangeOf(search, now),
  };
}

export type UsageQuestion = ReturnType<typeof usageQuestion>;

/** Where the same rows are to be had as a file. */
export function exportAddress({ workspace, ...question }: UsageQuestion): string {
  const { keyIds = [], statuses = [], methods = [], path, hasCredits, from, to } = question;
  const params = new URLSearchParams([
    ...keyIds.map((id) => ['key', id]),
    ...statuses.map((status) => ['status', status]),
    ...methods.map((method) => ['method', method]),
    ...(path ? [['path', path]] : []),
    ...(hasCredits ? [['credits', 'charged']] : []),
    ...(from ? [['from', from]] : []),
    ...(to ? [['to', to]] : []),
  ]);
  const query = params.size > 0 ? `?${params}` : '';
  return `/api/workspaces/${encodeURIComponent(workspace)}/usage.csv${query}`;
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

function textsOf(value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : [value]).filter((text) =>
    isText(text, ID_CHARS_MAX),
  );
  return [...new Set(texts)];
}

const YEAR_MIN = 1970;
const YEAR_MAX = 9_999;

function instant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const at = new Date(value);
  const year = at.getUTCFullYear();
  return year >= YEAR_MIN && year <= YEAR_MAX ? at.toISOString() : undefined;
}

function isText(value: unknown, charsMax: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= charsMax;
}
