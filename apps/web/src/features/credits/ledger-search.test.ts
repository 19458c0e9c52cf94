import { expect, test } from 'vitest';
import { monthBeside, monthOf, parseLedgerSearch } from './ledger-search.ts';

test.each([
  [
    { month: '2026-03', cursor: 'abc' },
    { month: '2026-03', cursor: 'abc' },
  ],
  [{ month: '2026-13' }, {}],
  [{ month: ['2026-03'], cursor: '' }, {}],
  [{ cursor: 'x'.repeat(65) }, {}],
])('%j is read as %j', (search, read) => {
  expect(parseLedgerSearch(search)).toEqual(read);
});

test.each([
  ['2026-03', -1, '2026-02'],
  ['2026-01', -1, '2025-12'],
  ['2026-12', 1, '2027-01'],
])('beside %s by %d is %s', (month, distance, beside) => {
  expect(monthBeside(month, distance)).toBe(beside);
});

test('a month is that of UTC', () => {
  expect(monthOf(new Date('2026-04-01T01:00:00+02:00'))).toBe('2026-03');
});
