import { expect, test } from 'vitest';
import { mostGranted, type PlanChange } from '../torture/plan-record.ts';
import { createRandom } from '../torture/random.ts';

const march = new Date('2026-03-01T00:00:00Z');
const april = new Date('2026-04-01T00:00:00Z');
const on = (day: number, ms = 0) => new Date(Date.UTC(2026, 2, day, 12, 0, 0, ms));

function change(plan: PlanChange['plan'], beganAt: Date, from = beganAt): PlanChange {
  return { plan, from, beganAt, returnedAt: new Date(beganAt.getTime() + 5) };
}

test.each<[string, PlanChange[], number, number]>([
  ['no change', [], 100, 100],
  ['an upgrade counts in its month', [change('max', on(10))], 1_000, 1_000],
  [
    'a downgrade counts from the next month',
    [change('max', on(10)), change('pro', on(20), april)],
    1_000,
    100,
  ],
  [
    'a forced downgrade leaves its month what was granted before',
    [change('max', on(10)), change('pro', on(20))],
    1_000,
    100,
  ],
  [
    'a downgrade that was taken back never counts',
    [change('max', on(10)), change('pro', on(20), april), change('max', on(25))],
    1_000,
    1_000,
  ],
])('%s', (_, planChanges, inMarch, inApril) => {
  const workspace = { initialPlan: 'pro', planChanges } as const;

  expect(mostGranted(workspace, march)).toBe(inMarch);
  expect(mostGranted(workspace, april)).toBe(inApril);
});

test('the same seed decides the same', () => {
  const decisions = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 20 }, () => random.fork().integer(1, 1_000));
  };

  expect(decisions(7)).toEqual(decisions(7));
  expect(decisions(7)).not.toEqual(decisions(8));
});
