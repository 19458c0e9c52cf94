import { HYGIENE_HINTS, type HygieneHint } from './hygiene.ts';

export const SORT_FIELDS = ['name', 'status', 'scope', 'used', 'created'] as const;
export type SortField = (typeof SORT_FIELDS)[number];
export type KeySort = { field: SortField; isDescending: boolean };

/** What the address says about the list of keys: nothing means all, newest first. */
export type KeySearch = {
  q?: string | undefined;
  sort?: string | undefined;
  hint?: HygieneHint | undefined;
};

const QUERY_CHARS_MAX = 80;
export const NEWEST_FIRST: KeySort = { field: 'created', isDescending: true };

/** People edit addresses: what cannot be read is left out, never an error. */
export function parseKeySearch({ q, sort, hint }: Record<string, unknown>): KeySearch {
  const known = HYGIENE_HINTS.find((name) => name === hint);
  return {
    ...(typeof q === 'string' && q && { q: q.slice(0, QUERY_CHARS_MAX) }),
    ...(typeof sort === 'string' && readSort(sort) && { sort }),
    ...(known && { hint: known }),
  };
}

/** `name` ascending, `-name` descending. */
export function readSort(sort: string | undefined): KeySort | undefined {
  const field = SORT_FIELDS.find((name) => name === sort?.replace(/^-/, ''));
  return field && { field, isDescending: sort?.startsWith('-') ?? false };
}

/** Undefined for the order that an address without any has. */
export function writeSort({ field, isDescending }: KeySort): string | undefined {
  const sort = `${isDescending ? '-' : ''}${field}`;
  return sort === '-created' ? undefined : sort;
}

/** The other direction; a field chosen anew begins where a reader looks for it. */
export function nextSort(sort: KeySort, field: SortField): KeySort {
  if (sort.field === field) return { field, isDescending: !sort.isDescending };
  return { field, isDescending: field === 'used' || field === 'created' };
}
