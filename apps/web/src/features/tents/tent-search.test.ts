import { expect, test } from 'vitest';
import { hasTentFilters, parseTentSearch, tentsQuestion } from './tent-search.ts';

test('an address is read as far as it can be', () => {
  expect(
    parseTentSearch({ q: 'spring', status: 'completed', published: true, cursor: 'abc' }),
  ).toEqual({ q: 'spring', status: 'completed', published: true, cursor: 'abc' });
  expect(
    parseTentSearch({ q: '', status: 'lost', published: 'yes', cursor: 'x'.repeat(65) }),
  ).toEqual({});
});

test('the question asks for what the address says', () => {
  expect(tentsQuestion('demo', { q: 'spring', published: false })).toEqual({
    workspace: 'demo',
    q: 'spring',
    isPublished: false,
  });
});

test('a cursor is no filter', () => {
  expect(hasTentFilters({ cursor: 'abc' })).toBe(false);
  expect(hasTentFilters({ published: false })).toBe(true);
});
