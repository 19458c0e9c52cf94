import { expect, test } from 'vitest';
import { createWindowLimiter } from './window-limiter.ts';

const MINUTE_MS = 60_000;

test('the quota of a window is given out once, and is whole again after a minute', () => {
  const limiter = createWindowLimiter(2);

  expect(limiter.take('a', 1_000)).toEqual({ isAllowed: true, remaining: 1, resetSeconds: 60 });
  expect(limiter.take('a', 1_500)).toEqual({ isAllowed: true, remaining: 0, resetSeconds: 60 });
  expect(limiter.take('a', 20_001)).toEqual({ isAllowed: false, remaining: 0, resetSeconds: 41 });
  expect(limiter.take('a', 1_000 + MINUTE_MS)).toMatchObject({ isAllowed: true, remaining: 1 });
});

test('names do not share a window', () => {
  const limiter = createWindowLimiter(1);

  limiter.take('a', 0);

  expect(limiter.take('b', 0)).toMatchObject({ isAllowed: true });
});

test('waiting for the seconds it says is waiting long enough, to the millisecond', () => {
  const limiter = createWindowLimiter(1);
  limiter.take('a', 0);

  for (const nowMs of [1, 999, 1_000, 59_001, 59_999]) {
    const { resetSeconds } = limiter.take('a', nowMs);
    expect(nowMs + resetSeconds * 1_000).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(nowMs + (resetSeconds - 1) * 1_000).toBeLessThan(MINUTE_MS);
  }
});

test('a refused request does not lengthen the wait', () => {
  const limiter = createWindowLimiter(1);
  for (let nowMs = 0; nowMs < MINUTE_MS; nowMs += 100) limiter.take('a', nowMs);

  expect(limiter.take('a', MINUTE_MS)).toMatchObject({ isAllowed: true });
});

test('names by the million cost a bounded memory, and the newest of them are still counted', () => {
  const limiter = createWindowLimiter(1);
  for (let n = 0; n < 300_000; n++) limiter.take(`address-${n}`, 0);

  expect(limiter.take('address-299999', 1)).toMatchObject({ isAllowed: false });
  expect(limiter.take('address-0', 1)).toMatchObject({ isAllowed: true });
});
