import { expect, test } from 'vitest';
import { readPlans } from './read-plans.ts';

const shortly = (text: string) =>
  readPlans(text).map(({ name, price, period }) =>
    [name, price, period].filter(Boolean).join(' | '),
  );

test.each([
  [
    '$9, $29, $99 a month',
    ['Starter | $9 | per month', 'Plus | $29 | per month', 'Premium | $99 | per month'],
  ],
  ['three plans: Free, Pro $29, Team $99', ['Free | Free', 'Pro | $29', 'Team | $99']],
  ['Starter at $9/month (5 users, email), Enterprise', ['Starter | $9 | per month', 'Enterprise']],
  ['Early bird €199, Regular €299.', ['Early bird | €199', 'Regular | €299']],
  ['$9 for beginners; $1,200 per year for teams', ['Beginners | $9', 'Teams | $1,200 | per year']],
  ['€20 per class, €89 a month', ['Per class | €20 | per class', 'Per month | €89 | per month']],
  ['20 EUR', ['Price | 20 EUR']],
])('%s', (text, plans) => {
  expect(shortly(text)).toEqual(plans);
});

test('what stands behind a price belongs to its plan', () => {
  const [free, pro] = readPlans(
    'Free: $0, one project\nPro: $12/month, unlimited projects, support',
  );

  expect(free?.items).toEqual(['One project']);
  expect(pro?.items).toEqual(['Unlimited projects', 'Support']);
});
