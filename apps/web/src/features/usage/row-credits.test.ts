import { expect, test } from 'vitest';
import { creditsOf } from './row-credits.ts';

test.each([
  [0, 0, '0', null],
  [1, 0, '1', null],
  [1, 1, '1', 'refunded'],
  [25, 3, '25', '3 refunded'],
])('%d charged, %d refunded', (creditsCharged, creditsRefunded, charged, note) => {
  expect(creditsOf({ creditsCharged, creditsRefunded })).toEqual({ charged, note });
});
