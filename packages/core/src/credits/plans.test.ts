import { describe, expect, test } from 'vitest';
import { isDowngrade, periodEnd, periodStart, planAt, secondsToNextPeriod } from './plans.ts';

describe('a period is a calendar month in UTC', () => {
  test.each([
    ['2026-01-31T23:59:59.999Z', '2026-01-01', '2026-02-01'],
    ['2026-02-28T12:00:00.000Z', '2026-02-01', '2026-03-01'],
    ['2028-02-29T12:00:00.000Z', '2028-02-01', '2028-03-01'],
    ['2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01'],
    ['2027-01-01T00:00:00.000Z', '2027-01-01', '2027-02-01'],
    ['2026-03-31T22:30:00-02:00', '2026-04-01', '2026-05-01'],
  ])('%s lies in %s up to %s', (at, start, end) => {
    expect(periodStart(new Date(at)).toISOString()).toBe(`${start}T00:00:00.000Z`);
    expect(periodEnd(new Date(at)).toISOString()).toBe(`${end}T00:00:00.000Z`);
  });
});

test('the wait for the next period is whole seconds, at least one', () => {
  expect(secondsToNextPeriod(new Date('2026-03-31T23:59:59.999Z'))).toBe(1);
  expect(secondsToNextPeriod(new Date('2026-03-31T23:58:59.500Z'))).toBe(61);
});

test('a downgrade waits for its moment', () => {
  const state = {
    plan: 'max',
    planNext: 'pro',
    planNextFrom: new Date('2026-04-01T00:00:00Z'),
  } as const;

  expect(planAt(state, new Date('2026-03-31T23:59:59.999Z'))).toBe('max');
  expect(planAt(state, new Date('2026-04-01T00:00:00Z'))).toBe('pro');
});

test.each([
  ['max', 'pro', true],
  ['pro', 'free', true],
  ['pro', 'pro', false],
  ['free', 'max', false],
] as const)('%s to %s is a downgrade: %s', (from, to, expected) => {
  expect(isDowngrade(from, to)).toBe(expected);
});
