import { describe, expect, test } from 'vitest';
import { forecastOf } from './forecast.ts';

const NOVEMBER = { periodStart: '2026-11-01T00:00:00.000Z', periodEnd: '2026-12-01T00:00:00.000Z' };

const monthWith = (used: number, allowance = 100) => ({
  ...NOVEMBER,
  used,
  allowance,
  remaining: Math.max(0, allowance - used),
});
const noonOf = (day: number) => new Date(Date.UTC(2026, 10, day, 12));

describe('a month that goes on as it began', () => {
  test.each([
    [
      'half used after a quarter of it',
      50,
      new Date('2026-11-08T12:00:00Z'),
      '2026-11-16T00:00:00.000Z',
    ],
    ['nearly gone on the tenth', 90, new Date('2026-11-10T00:00:00Z'), '2026-11-11T00:00:00.000Z'],
    ['just too fast', 51, new Date('2026-11-16T00:00:00Z'), '2026-11-30T09:52:56.470Z'],
  ])('%s: ends early', (_, used, now, at) => {
    expect(forecastOf(monthWith(used), now)).toEqual({ kind: 'ends', at: new Date(at) });
  });

  test.each([
    ['exactly in step', 50, new Date('2026-11-16T00:00:00Z'), 100],
    ['slower', 20, new Date('2026-11-16T00:00:00Z'), 40],
  ])('%s: lasts', (_, used, now, usedAtEnd) => {
    expect(forecastOf(monthWith(used), now)).toEqual({ kind: 'lasts', usedAtEnd });
  });

  test('is measured by the allowance of now: an upgrade makes it last', () => {
    expect(forecastOf(monthWith(80), noonOf(10))).toMatchObject({ kind: 'ends' });
    expect(forecastOf(monthWith(80, 1_000), noonOf(10))).toMatchObject({ kind: 'lasts' });
  });
});

test.each([
  ['in its first two days', monthWith(40), new Date('2026-11-02T23:59:59Z')],
  ['with hardly anything used', monthWith(4), noonOf(20)],
  ['used up', monthWith(100), noonOf(20)],
  ['used beyond a lowered allowance', monthWith(120), noonOf(20)],
  ['without an allowance', monthWith(0, 0), noonOf(20)],
  ['that is over', monthWith(50), new Date('2026-12-01T00:00:00Z')],
])('nothing is said of a month %s', (_, month, now) => {
  expect(forecastOf(month, now)).toBeNull();
});
