import { describe, expect, test } from 'vitest';
import { barsOf, bucketAt, lineOf, stackOf, ticksOf, topOf } from './chart-scale.ts';

describe('bars', () => {
  test('are as wide as their time is long, and leave air between', () => {
    const [first, second, third] = barsOf([0, 10, 30, 40], 400);

    expect([first!.x, second!.x, third!.x]).toEqual([0, 100, 300]);
    expect(first!.width).toBe(97);
    expect(second!.width).toBe(197);
  });

  test('are there also when they are many and the place is narrow', () => {
    const bars = barsOf(
      Array.from({ length: 101 }, (_, index) => index),
      50,
    );

    expect(bars.every(({ width }) => width >= 0.4)).toBe(true);
  });

  test.each([
    [-5, 0],
    [0, 0],
    [99, 0],
    [100, 1],
    [399, 2],
    [900, 2],
  ])('the one at %i is number %i', (x, index) => {
    expect(bucketAt(barsOf([0, 10, 30, 40], 400), x)).toBe(index);
  });
});

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 5, 10]],
  [100, [0, 50, 100]],
  [1_234, [0, 500, 1_000, 1_500]],
])('lines up to %i are at %j', (max, ticks) => {
  expect(ticksOf(max)).toEqual(ticks);
});

test('one failure in a million is still seen', () => {
  const [success, failure] = stackOf([1_000_000, 1], 1_000_000, 150);

  expect(success).toEqual({ y: 0, height: 150 });
  expect(failure!.height).toBe(2);
  expect(stackOf([0], 10, 150)).toEqual([null]);
});

test('a second scale has the same lines', () => {
  expect(topOf(7, 3)).toBe(15);
  expect(topOf(418, 2)).toBe(1_000);
  expect(topOf(0, 3)).toBe(3);
});

test('bars begin where they are told to', () => {
  expect(barsOf([0, 10], 100, 30)).toEqual([{ x: 30, width: 97 }]);
});

test('a line is not drawn along the ground', () => {
  const ys = [10, 10, 4, 10, 10];

  expect(
    lineOf(
      ys.map((y, x) => ({ x, y })),
      10,
    ),
  ).toBe('M1 10L2 4M2 4L3 10');
  expect(lineOf([{ x: 1, y: 4 }], 10)).toBe('');
});
