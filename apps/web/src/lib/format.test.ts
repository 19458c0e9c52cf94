import { describe, expect, test } from 'vitest';
import {
  formatCredits,
  formatDate,
  formatDateTime,
  formatDay,
  formatExact,
  formatMonth,
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
