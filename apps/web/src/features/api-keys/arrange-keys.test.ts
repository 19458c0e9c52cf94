import { expect, test } from 'vitest';
import type { ApiKey } from './api-key.ts';
import { arrangeKeys } from './arrange-keys.ts';
import { nextSort, NEWEST_FIRST, parseKeySearch, readSort, writeSort } from './key-search.ts';

const NOW = new Date('2026-11-15T12:00:00Z');

function key(id: string, changes: Partial<ApiKey>): ApiKey {
  return {
    id,
    name: 'Key',
    prefix: `tented_${id}…aaaa`,
    scope: 'all_access',
    status: 'active',
    createdAt: '2026-11-10T12:00:00Z',
    createdBy: { name: 'Mira Holt', email: 'mira@tented.local' },
    expiresAt: null,
    lastUsedAt: null,
    deletedAt: null,
    previous: null,
    ...changes,
  };
}

const KEYS = [
  key('3', { name: 'Reporting', scope: 'read_only', expiresAt: '2027-11-10T12:00:00Z' }),
  key('2', { name: 'CRM sync 10', lastUsedAt: '2026-11-15T11:00:00Z' }),
  key('1', { name: 'crm sync 9', lastUsedAt: '2026-11-15T10:00:00Z', createdBy: null }),
];

function arranged(wish: Partial<Parameters<typeof arrangeKeys>[1]>): string {
  const all = { query: '', sort: NEWEST_FIRST, hint: undefined, now: NOW };
  return arrangeKeys(KEYS.toReversed(), { ...all, ...wish })
    .map(({ id }) => id)
    .join('');
}

test.each([
  ['-created', '321'],
  ['created', '123'],
  ['name', '123'],
  ['-name', '321'],
  ['-used', '213'],
  ['used', '312'],
  ['scope', '213'],
  ['status', '321'],
])('sorted by %s', (sort, ids) => {
  expect(arranged({ sort: readSort(sort)! })).toBe(ids);
});

test.each([
  ['crm', '21'],
  ['  SYNC 10 ', '2'],
  ['tented_3', '3'],
  ['mira', '32'],
  ['nothing such', ''],
])('searched for "%s"', (query, ids) => {
  expect(arranged({ query })).toBe(ids);
});

test('narrowed to what a hint is said of', () => {
  expect(arranged({ hint: 'endless' })).toBe('21');
  expect(arranged({ hint: 'expiring' })).toBe('');
});

test('the address holds what differs from newest first', () => {
  expect(parseKeySearch({ q: 'crm', sort: '-used', hint: 'idle' })).toEqual({
    q: 'crm',
    sort: '-used',
    hint: 'idle',
  });
  expect(parseKeySearch({ q: '', sort: 'price', hint: ['idle'] })).toEqual({});
  expect(writeSort(NEWEST_FIRST)).toBeUndefined();
  expect(writeSort({ field: 'name', isDescending: true })).toBe('-name');
});

test('choosing a column again turns it round', () => {
  expect(nextSort(NEWEST_FIRST, 'name')).toEqual({ field: 'name', isDescending: false });
  expect(nextSort(NEWEST_FIRST, 'used')).toEqual({ field: 'used', isDescending: true });
  expect(nextSort(NEWEST_FIRST, 'created')).toEqual({ field: 'created', isDescending: false });
});
