import { expect, test } from 'vitest';
import { statusText, statusTone } from './http-status.ts';

test.each([
  [200, 'OK', 'success'],
  [202, 'Accepted', 'success'],
  [302, 'Redirect', 'info'],
  [418, 'Client error', 'warning'],
  [429, 'Too many requests', 'warning'],
  [503, 'Unavailable', 'danger'],
] as const)('%d is "%s", %s', (status, text, tone) => {
  expect(statusText(status)).toBe(text);
  expect(statusTone(status)).toBe(tone);
});
