import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.ts';

const NOW = new Date('2026-03-15T12:00:00Z');

test.each([
  ['2026-03-15T11:59:58Z', 'just now'],
  ['2026-03-15T12:00:30Z', 'just now'],
  ['2026-03-15T11:59:00Z', '1 minute ago'],
  ['2026-03-15T11:00:01Z', '59 minutes ago'],
  ['2026-03-15T11:00:00Z', '1 hour ago'],
  ['2026-03-14T12:00:01Z', '23 hours ago'],
  ['2026-03-14T12:00:00Z', '1 day ago'],
  ['2026-02-10T12:00:00Z', '1 month ago'],
  ['2024-03-15T12:00:00Z', '2 years ago'],
  ['2026-03-17T12:00:00Z', 'in 2 days'],
])('%s is "%s"', (iso, text) => {
  expect(relativeTime(iso, NOW)).toBe(text);
});
