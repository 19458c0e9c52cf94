import { describe, expect, test } from 'vitest';
import {
  formatCompact,
  formatCredits,
  formatDate,
  formatDateTime,
  formatDay,
  formatExact,
  formatLogTime,
  formatMonth,
  formatRange,
  formatSecond,
} from './format.ts';

const ISO = '2026-03-31T23:05:09.042Z';

describe('dates', () => {
  test('are told in the given zone', () => {
    expect(formatDate(ISO, 'UTC')).toBe('31 Mar 2026');
    expect(formatDate(ISO, 'Europe/Berlin')).toBe('1 Apr 2026');
    expect(formatDateTime(ISO, 'UTC')).toBe('31 Mar 2026, 23:05');
    expect(formatDay(ISO, 'Europe/Berlin')).toBe('1 April');
  });

  test('of the credits are those of UTC, wherever the reader is', () => {
    expect(formatMonth('2026-03-31T23:59:59Z')).toBe('March 2026');
    expect(formatMonth('2026-04-01T00:00:00Z')).toBe('April 2026');
  });

  test('are exact to the second on display and to the millisecond, with the zone, on hover', () => {
    expect(formatSecond(ISO, 'UTC')).toBe('31 Mar 2026, 23:05:09');
    expect(formatExact(ISO, 'UTC')).toBe('31 Mar 2026, 23:05:09.042 UTC');
  });

  test('midnight is 00, never 24', () => {
    expect(formatSecond('2026-03-01T00:00:00Z', 'UTC')).toBe('1 Mar 2026, 00:00:00');
  });
});

test.each([
  [0, '0 credits'],
  [1, '1 credit'],
  [1_000, '1,000 credits'],
])('%d is told as "%s"', (credits, text) => {
  expect(formatCredits(credits)).toBe(text);
});

test('a line of the log names the year only where it is another one', () => {
  const now = new Date('2026-06-01T00:00:00Z');

  expect(formatLogTime(ISO, now, 'UTC')).toBe('31 Mar, 23:05:09');
  expect(formatLogTime('2025-03-31T23:05:09Z', now, 'UTC')).toBe('31 Mar 2025, 23:05:09');
});

test('a range says no more than it has to', () => {
  const to = '2026-03-31T23:59:00Z';

  expect(formatRange('2026-03-31T23:05:00Z', to, 'UTC')).toBe('31 Mar 2026, 23:05–23:59');
  expect(formatRange('2026-03-30T23:05:00Z', to, 'UTC')).toBe(
    '30 Mar 2026, 23:05 – 31 Mar 2026, 23:59',
  );
  expect(formatRange(ISO, to, 'UTC')).toBe('31 Mar 2026, 23:05:09 – 23:59:00');
  expect(formatRange(to, undefined, 'UTC')).toBe('from 31 Mar 2026, 23:59');
  expect(formatRange(undefined, to, 'UTC')).toBe('until 31 Mar 2026, 23:59');
});

test.each([
  [999, '999'],
  [1_234, '1.2K'],
  [10_000_000, '10M'],
])('%d is told in a narrow column as %s', (value, text) => {
  expect(formatCompact(value)).toBe(text);
});
