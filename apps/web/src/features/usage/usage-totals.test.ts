import { expect, test } from 'vitest';
import { bucketsOf, percentText, totalsOf } from './usage-totals.ts';

const sum = (bucket: number, status: number, requests: number, credits = 0, refunded = 0) => ({
  bucket,
  status,
  requests,
  creditsCharged: credits,
  creditsRefunded: refunded,
  durationMs: requests * 10,
});

const summary = {
  edges: ['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'],
  sums: [sum(0, 200, 5, 3, 1), sum(0, 202, 1), sum(0, 404, 2), sum(0, 503, 1)],
};

test('every bucket is there, with requests by class and what they cost', () => {
  expect(bucketsOf(summary)).toEqual([
    {
      from: Date.parse('2026-03-01T00:00:00Z'),
      to: Date.parse('2026-03-02T00:00:00Z'),
      requests: [6, 0, 2, 1],
      total: 9,
      credits: 2,
    },
    expect.objectContaining({ requests: [0, 0, 0, 0], total: 0, credits: 0 }),
  ]);
});

test('totals add up over all buckets', () => {
  expect(totalsOf(summary)).toEqual({
    requests: 9,
    failed: 3,
    creditsCharged: 3,
    creditsRefunded: 1,
    averageMs: 10,
  });
  expect(totalsOf({ sums: [] }).averageMs).toBeNull();
});

test.each([
  [0, 0, '0 %'],
  [0, 5, '0 %'],
  [1, 100_000, '<0.1 %'],
  [1, 1_000, '0.1 %'],
  [32, 1_000, '3.2 %'],
  [3, 100, '3 %'],
  [123, 1_000, '12 %'],
  [99_999, 100_000, '>99.9 %'],
  [5, 5, '100 %'],
])('%i of %i is %s', (part, whole, text) => {
  expect(percentText(part, whole)).toBe(text);
});
