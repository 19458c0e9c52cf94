import { expect, test } from 'vitest';
import { parseSearchParams, stringifySearchParams } from './search-params.ts';

test.each([
  ['', {}],
  ['?range=7d', { range: '7d' }],
  ['?key=a&key=b&range=7d', { key: ['a', 'b'], range: '7d' }],
  ['?redirect=%2Fw%2Fdemo%3Frange%3D7d', { redirect: '/w/demo?range=7d' }],
])('"%s" is read and written back unchanged', (query, search) => {
  expect(parseSearchParams(query)).toEqual(search);
  expect(stringifySearchParams(search)).toBe(query);
});

test('what is not set is not written', () => {
  expect(stringifySearchParams({ key: [], range: undefined, cursor: '' })).toBe('');
});

test('a name of the prototype is only a name', () => {
  expect(parseSearchParams('?__proto__=x').range).toBeUndefined();
});
