import { expect, test } from 'vitest';
import { refreshDelayMs } from './refresh-delay.ts';

test.each([
  ['2026-11-03T12:00:00Z', 3_600_000],
  ['2026-11-30T23:30:00Z', 1_801_000],
  ['2026-11-30T23:59:59.500Z', 1_500],
  // The server may be behind: asked every second until its month has turned too.
  ['2026-12-01T00:00:02Z', 1_000],
])('at %s the balance is asked for again in %d ms', (now, delayMs) => {
  expect(refreshDelayMs('2026-12-01T00:00:00.000Z', new Date(now))).toBe(delayMs);
});
