import { expect, test } from 'vitest';
import { safeRedirect } from './safe-redirect.ts';

test.each(['/', '/w/demo/settings/api/usage?range=7d'])('%s is a path of this site', (path) => {
  expect(safeRedirect(path)).toBe(path);
});

test.each([
  'https://example.com',
  '//example.com',
  '/\\example.com',
  '/\t/example.com',
  'javascript:alert(1)',
  'w/demo',
  '',
  ['/'],
  undefined,
])('%j is not', (value) => {
  expect(safeRedirect(value)).toBeUndefined();
});
