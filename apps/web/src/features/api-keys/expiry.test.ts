import { expect, test } from 'vitest';
import { expiryInstant } from './expiry.ts';

const NOW = new Date('2026-03-15T12:34:56.789Z');

test('never is no instant at all', () => {
  expect(expiryInstant('never', null, NOW)).toBeNull();
});

test.each([
  ['7', '2026-03-22T12:34:56.789Z'],
  ['30', '2026-04-14T12:34:56.789Z'],
  ['90', '2026-06-13T12:34:56.789Z'],
  ['365', '2027-03-15T12:34:56.789Z'],
] as const)('%s days are counted in full from now', (choice, expiresAt) => {
  expect(expiryInstant(choice, null, NOW)).toBe(expiresAt);
});

test('a date lasts through its end in the zone of the viewer', () => {
  expect(expiryInstant('custom', '2026-12-31', NOW)).toBe(new Date(2027, 0, 1).toISOString());
});

test('a custom date that is not chosen yet is not "never"', () => {
  expect(expiryInstant('custom', null, NOW)).toBeUndefined();
});
