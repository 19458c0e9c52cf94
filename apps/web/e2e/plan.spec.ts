import { signInAs } from './support/person.ts';
import { expect, test } from './support/server.ts';

test('upgrade at once; downgrade later, seen beforehand, and taken back', async ({
  page,
  server,
}) => {
  const email = 'paula@example.com';
  await server.tented(
    'user',
    'create',
    '--email',
    email,
    '--password',
    'paula-pass',
    '--name',
    'Paula',
  );
  await server.tented(
    'workspace',
    'create',
    '--name',
    'Paula Tents',
    '--plan',
    'free',
    '--owner',
    email,
  );
  await signInAs(page, email, 'paula-pass');
  await page.goto('/w/paula-tents/settings/api');
  await page.getByRole('link', { name: 'Choose a plan' }).click();

  const free = page.getByRole('region', { name: 'Free' });
  const pro = page.getByRole('region', { name: 'Pro' });
  const max = page.getByRole('region', { name: 'Max' });
  await expect(free).toContainText('Current plan');

  await pro.getByRole('button', { name: 'Upgrade to Pro' }).click();
  const upgrade = page.getByRole('dialog', { name: 'Upgrade to Pro?' });
  await expect(upgrade).toContainText('counts at once: 100 credits for this month');
  await upgrade.getByRole('button', { name: 'Upgrade to Pro' }).click();
  await expect(pro).toContainText('Current plan');
  await expect(page.getByRole('button', { name: 'Workspace: Paula Tents' })).toContainText(
    'Pro plan',
  );
  await page.getByRole('link', { name: 'API', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Create API key' })).toBeVisible();

  await page.getByRole('link', { name: 'Plan', exact: true }).click();
  await free.getByRole('button', { name: 'Downgrade to Free' }).click();
  const downgrade = page.getByRole('dialog', { name: 'Downgrade to Free?' });
  await expect(downgrade).toContainText('Nothing changes before 1');
  await expect(downgrade).toContainText('the API is closed');
  await downgrade.getByRole('button', { name: 'Downgrade to Free' }).click();
  await expect(page.getByText('This workspace changes to Free on 1')).toBeVisible();
  await expect(free).toContainText('From next month');
  await expect(pro).toContainText('Current plan');

  await page.getByRole('button', { name: 'Keep Pro' }).click();
  await expect(page.getByText('This workspace changes to')).toHaveCount(0);
  await expect(max.getByRole('button', { name: 'Upgrade to Max' })).toBeVisible();

  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await expect(page.getByText('Kept Pro: the change to Free was taken back')).toBeVisible();
  await expect(page.getByText(/Changed the plan from Pro to Free, from 1 /)).toBeVisible();
  await expect(page.getByText('Changed the plan from Free to Pro')).toBeVisible();
});
