import { expect, test } from 'vitest';
import { axisLabels, bucketLabel } from './bucket-labels.ts';

// In the zone of whoever runs it: the labels are those of the viewer's clock.
const local = (day: number, hour = 0, minute = 0, second = 0) =>
  new Date(2026, 5, day, hour, minute, second).getTime();
const HOUR_MS = 3_600_000;

const textsOf = (...args: Parameters<typeof axisLabels>) =>
  axisLabels(...args).map(({ text }) => text);

test('hours of a day stand at round times; midnight is the day that begins', () => {
  const starts = [
    local(1, 9, 41),
    ...Array.from({ length: 24 }, (_, n) => local(1, 10) + n * HOUR_MS),
  ];

  expect(textsOf(starts, { unit: 'hour', count: 1 }, 10)).toEqual([
    '12:00',
    '15:00',
    '18:00',
    '21:00',
    '2 Jun',
    '03:00',
    '06:00',
    '09:00',
  ]);
});

test('a week in hours has a label for each day', () => {
  const starts = Array.from({ length: 56 }, (_, n) => local(1) + n * 3 * HOUR_MS);

  expect(textsOf(starts, { unit: 'hour', count: 3 }, 8)).toEqual([
    '1 Jun',
    '2 Jun',
    '3 Jun',
    '4 Jun',
    '5 Jun',
    '6 Jun',
    '7 Jun',
  ]);
  expect(textsOf(starts, { unit: 'hour', count: 3 }, 4)).toEqual([
    '1 Jun',
    '3 Jun',
    '5 Jun',
    '7 Jun',
  ]);
});

test('seconds are told where minutes would repeat', () => {
  const starts = Array.from({ length: 12 }, (_, n) => local(1, 10, 0, n * 5));

  expect(textsOf(starts, { unit: 'second', count: 5 }, 4)).toEqual([
    '10:00',
    '10:00:15',
    '10:00:30',
    '10:00:45',
  ]);
});

test('days and months stand at even distances', () => {
  const days = Array.from({ length: 30 }, (_, n) => local(1 + n));

  expect(textsOf(days, { unit: 'day', count: 1 }, 10)).toHaveLength(10);
  expect(textsOf(days.slice(0, 3), { unit: 'day', count: 1 }, 10)).toEqual([
    '1 Jun',
    '2 Jun',
    '3 Jun',
  ]);
  expect(textsOf([local(1)], { unit: 'month', count: 1 }, 3)).toEqual(['Jun 2026']);
});

test('a bar of days ends on its last day, not on the midnight after it', () => {
  expect(bucketLabel({ from: local(1), to: local(2) }, { unit: 'day', count: 1 })).toBe(
    'Mon, 1 Jun 2026',
  );
  expect(bucketLabel({ from: local(1, 10), to: local(1, 11) }, { unit: 'hour', count: 1 })).toBe(
    '1 Jun 2026, 10:00–11:00',
  );
});
