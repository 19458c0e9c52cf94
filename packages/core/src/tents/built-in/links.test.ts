import { expect, test } from 'vitest';
import { safeHref } from './links.ts';

test.each([
  'https://example.com/a?b=c#d',
  'http://example.com',
  'mailto:ada@example.com',
  'tel:+4930123',
  '#form',
  '/p/acme/submit',
  'assets/logo.svg',
  '?page=2',
  '//example.com/a',
])('%s may be linked to', (address) => {
  expect(safeHref(address)).toBe(address);
});

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://a/b',
  '',
  '   ',
])('%j may not', (address) => {
  expect(safeHref(address)).toBeNull();
});
