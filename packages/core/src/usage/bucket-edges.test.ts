import { describe, expect, test } from 'vitest';
import { bucketEdges, bucketStep, isTimeZone } from './bucket-edges.ts';

const range = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
const edgesOf = (from: string, to: string, timeZone: string) =>
  bucketEdges(range(from, to), bucketStep(range(from, to)), timeZone).map((edge) =>
    edge.toISOString(),
  );

test.each([
  ['2026-03-13T12:00:00Z', '2026-03-13T12:05:00Z', { unit: 'second', count: 5 }],
  ['2026-03-13T12:00:00Z', '2026-03-13T13:00:00Z', { unit: 'minute', count: 1 }],
  ['2026-03-13T12:00:00Z', '2026-03-14T12:00:00Z', { unit: 'hour', count: 1 }],
  ['2026-03-07T12:00:00Z', '2026-03-14T12:00:00Z', { unit: 'hour', count: 3 }],
  ['2026-02-14T12:00:00Z', '2026-03-14T12:00:00Z', { unit: 'day', count: 1 }],
  ['2025-02-14T12:00:00Z', '2026-03-14T12:00:00Z', { unit: 'day', count: 7 }],
  ['2020-02-14T12:00:00Z', '2026-03-14T12:00:00Z', { unit: 'month', count: 1 }],
] as const)('from %s to %s the step is %o', (from, to, step) => {
  expect(bucketStep(range(from, to))).toEqual(step);
});

test('a chart has at most 125 bars, whatever its range', () => {
  for (let lengthMs = 1_000; lengthMs < 1_200 * 86_400_000; lengthMs = Math.ceil(lengthMs * 1.1)) {
    const from = new Date('2024-01-31T17:23:45.678Z');
    const whole = { from, to: new Date(from.getTime() + lengthMs) };
    expect(bucketEdges(whole, bucketStep(whole), 'Asia/Kolkata').length).toBeLessThanOrEqual(127);
  }
});

test('the outer edges are those of the range, the inner ones whole steps of the zone', () => {
  expect(
    edgesOf('2026-03-01T10:00:00Z', '2026-03-05T10:00:00Z', 'Europe/Berlin').slice(0, 3),
  ).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-01T11:00:00.000Z', '2026-03-01T14:00:00.000Z']);
  expect(
    edgesOf('2026-03-01T10:00:00Z', '2026-03-13T10:00:00Z', 'Asia/Kolkata').slice(0, 3),
  ).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-01T18:30:00.000Z', '2026-03-02T18:30:00.000Z']);
});

describe('days that are not 24 hours long', () => {
  test('a day of 23 hours, and one of 25', () => {
    expect(
      edgesOf('2026-03-20T23:00:00Z', '2026-03-31T22:00:00Z', 'Europe/Berlin').slice(8, 11),
    ).toEqual(['2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z', '2026-03-30T22:00:00.000Z']);
    expect(
      edgesOf('2026-10-20T22:00:00Z', '2026-10-31T22:00:00Z', 'Europe/Berlin').slice(4, 7),
    ).toEqual(['2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z', '2026-10-26T23:00:00.000Z']);
  });

  test('a day whose midnight is skipped begins when its clocks begin', () => {
    // In Beirut the clocks went from 00:00 to 01:00 on 26 March 2023.
    const edges = edgesOf('2023-03-20T22:00:00Z', '2023-03-31T21:00:00Z', 'Asia/Beirut');

    expect(edges.slice(4, 7)).toEqual([
      '2023-03-24T22:00:00.000Z',
      '2023-03-25T22:00:00.000Z',
      '2023-03-26T21:00:00.000Z',
    ]);
  });

  test('edges always go up', () => {
    for (const timeZone of [
      'America/Sao_Paulo',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    ]) {
      const edges = bucketEdges(
        range('2010-01-01T00:00:00Z', '2019-12-31T00:00:00Z'),
        { unit: 'day', count: 1 },
        timeZone,
      );
      expect(edges.every((edge, index) => index === 0 || edge > edges[index - 1]!)).toBe(true);
    }
  });
});

test('weeks begin on Mondays, months on their first day', () => {
  expect(edgesOf('2025-02-14T00:00:00Z', '2026-02-14T00:00:00Z', 'UTC')[1]).toBe(
    '2025-02-17T00:00:00.000Z',
  );
  expect(edgesOf('2020-02-14T00:00:00Z', '2026-02-14T00:00:00Z', 'UTC')[1]).toBe(
    '2020-03-01T00:00:00.000Z',
  );
});

test.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['', false],
])('%j as a time zone: %s', (value, isKnown) => {
  expect(isTimeZone(value)).toBe(isKnown);
});
