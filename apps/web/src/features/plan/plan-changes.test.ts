import { describe, expect, test } from 'vitest';
import { consequencesOf, moveTo } from './plan-changes.ts';

const NOVEMBER_END = '2026-12-01T00:00:00.000Z';
const creditsPerMonth = { free: 0, pro: 100, max: 1_000 } as const;
const waiting = { plan: 'pro', from: NOVEMBER_END } as const;

test.each([
  ['pro', 'pro', null, 'current'],
  ['max', 'pro', null, 'upgrade'],
  ['free', 'pro', null, 'downgrade'],
  ['pro', 'max', waiting, 'waiting'],
  ['max', 'max', waiting, 'keep'],
  ['free', 'max', waiting, 'downgrade'],
] as const)('%s, from %s with %j waiting: %s', (plan, current, next, move) => {
  expect(moveTo(plan, { plan: current, next })).toBe(move);
});

describe('what a change does', () => {
  const say = (
    plan: 'free' | 'pro' | 'max',
    state: { plan: 'free' | 'pro' | 'max'; next?: typeof waiting; activeKeys?: number },
  ) =>
    consequencesOf({
      plan,
      state: { next: null, activeKeys: 2, creditsPerMonth, ...state },
      used: 80,
      periodEnd: NOVEMBER_END,
    }).join(' ');

  test('an upgrade counts at once, and what is used stays used', () => {
    expect(say('max', { plan: 'pro' })).toBe(
      'Max counts at once: 1,000 credits for this month, of which 80 are used.',
    );
  });

  test('a downgrade waits, and says what it will close', () => {
    expect(say('free', { plan: 'pro' })).toMatch(
      /Nothing changes before 1 December.*requests with your 2 active keys are answered with 403/,
    );
    expect(say('free', { plan: 'pro', activeKeys: 1 })).toContain('your active key');
    expect(say('pro', { plan: 'max' })).toMatch(/100 credits a month.*stay so/);
  });

  test('the plan in force takes a waiting change back', () => {
    expect(say('max', { plan: 'max', next: waiting })).toBe(
      'Max stays, and the change to Pro is taken back.',
    );
  });
});
