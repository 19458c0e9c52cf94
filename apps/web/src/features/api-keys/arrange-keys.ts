import type { ApiKey } from './api-key.ts';
import { type HygieneHint, hintsOf } from './hygiene.ts';
import type { KeySort } from './key-search.ts';

type Wish = { query: string; sort: KeySort; hint: HygieneHint | undefined; now: Date };

/** The keys that match, in the order that was asked for; equal ones stay newest first. */
export function arrangeKeys(apiKeys: ApiKey[], { query, sort, hint, now }: Wish): ApiKey[] {
  const direction = sort.isDescending ? -1 : 1;
  return apiKeys
    .filter((apiKey) => matches(apiKey, query))
    .filter((apiKey) => !hint || hintsOf(apiKey, now).includes(hint))
    .toSorted((one, other) => direction * compare(one, other, sort) || byNewest(one, other));
}

/** By name, masked key, or who made it. */
function matches({ name, prefix, createdBy, previous }: ApiKey, query: string): boolean {
  const words = query.trim().toLowerCase();
  return [name, prefix, previous?.prefix, createdBy?.name, createdBy?.email].some((text) =>
    text?.toLowerCase().includes(words),
  );
}

function compare(one: ApiKey, other: ApiKey, { field }: KeySort): number {
  switch (field) {
    case 'name':
      return one.name.localeCompare(other.name, 'en', { numeric: true, sensitivity: 'base' });
    case 'used':
      // Never is the longest ago.
      return Date.parse(one.lastUsedAt ?? '1970') - Date.parse(other.lastUsedAt ?? '1970');
    case 'created':
      return -byNewest(one, other);
    case 'status':
    case 'scope':
      return one[field].localeCompare(other[field], 'en');
  }
}

/** Ids are made in the order of time. */
function byNewest(one: ApiKey, other: ApiKey): number {
  return one.id < other.id ? 1 : -1;
}
