import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/person.ts';
import { expect, test } from './support/server.ts';

test('without a network the page says so, and what was changed meanwhile is sent', async ({
  page,
  context,
}) => {
  await signIn(page);
  // What the dialog needs is there before the network goes.
  await page.goto('/w/harbour-events/settings/api');
  await page.getByRole('button', { name: 'Rename CRM sync' }).click();
  const field = page.getByRole('textbox', { name: 'Key name' });
  await field.fill('Sync while away');

  await context.setOffline(true);
  const notice = page.getByRole('status').filter({ hasText: 'You are offline.' });
  await expect(notice).toBeVisible();
  await expectAccessible(page);
  await field.press('Enter');

  await context.setOffline(false);
  await expect(notice).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Rename Sync while away' })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Rename Sync while away' }).click();
  await page.getByRole('textbox', { name: 'Key name' }).fill('CRM sync');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Rename CRM sync' })).toBeVisible();
});
