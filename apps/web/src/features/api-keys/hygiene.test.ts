import { expect, test } from 'vitest';
import { hintsOf } from './hygiene.ts';

const NOW = new Date('2026-11-15T12:00:00Z');
const HEALTHY = {
  status: 'active',
  createdAt: '2026-10-01T12:00:00Z',
  lastUsedAt: '2026-11-15T11:00:00Z',
  expiresAt: '2027-01-01T00:00:00Z',
} as const;

test.each([
  ['in use, with an end in sight', {}, []],
  ['expiring in exactly 7 days', { expiresAt: '2026-11-22T12:00:00Z' }, ['expiring']],
  ['expiring a moment later', { expiresAt: '2026-11-22T12:00:00.001Z' }, []],
  ['last used exactly 90 days ago', { lastUsedAt: '2026-08-17T12:00:00Z' }, ['idle']],
  ['last used a moment later', { lastUsedAt: '2026-08-17T12:00:00.001Z' }, []],
  [
    'made a week ago, never used',
    { createdAt: '2026-11-08T12:00:00Z', lastUsedAt: null },
    ['unused'],
  ],
  ['made since, never used', { createdAt: '2026-11-08T12:00:01Z', lastUsedAt: null }, []],
  ['without an end', { expiresAt: null }, ['endless']],
  [
    'without an end and long unused',
    { expiresAt: null, lastUsedAt: '2026-01-01T00:00:00Z' },
    ['idle', 'endless'],
  ],
  ['expired', { status: 'expired', expiresAt: '2026-11-01T00:00:00Z', lastUsedAt: null }, []],
] as const)('a key %s', (_, changes, hints) => {
  expect(hintsOf({ ...HEALTHY, ...changes }, NOW)).toEqual(hints);
});
