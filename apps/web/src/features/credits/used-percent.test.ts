import { expect, test } from 'vitest';
import { usedPercent } from './used-percent.ts';

test.each([
  [0, 100, 0],
  [37, 100, 37],
  [250, 1_000, 25],
  [100, 100, 100],
  [0, 0, 0],
  [40, 0, 100],
  [400, 100, 100],
])('%d used of %d fills the bar to %d %%', (used, allowance, percent) => {
  expect(usedPercent({ used, allowance })).toBe(percent);
});
