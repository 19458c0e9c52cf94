import { signIn } from './support/person.ts';
import { expectNoSidewaysScroll, LOOKS, shoot } from './support/pictures.ts';
import { expect, test } from './support/server.ts';

// Pictures of every page in light, dark and on a phone. They go beside the other results of a
// test run, or into docs/screenshots with `pnpm screenshots`.

const STORY = '/w/harbour-events/settings/api';

for (const { look, colorScheme, viewport } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport });

    test('every page fits and shows what it should', async ({ page }) => {
      await page.goto('/sign-in');
      await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
      await shoot(page, `sign-in-${look}`);
      await expectNoSidewaysScroll(page);

      await signIn(page);
      await page.goto(STORY);
      await expect(page.getByText('CRM sync')).toBeVisible();
      await expect(page.getByRole('progressbar', { name: 'Credits used' })).toBeVisible();
      await shoot(page, `keys-${look}`);
      await expectNoSidewaysScroll(page);

      await page.getByRole('button', { name: 'Delete CRM sync' }).click();
      await expect(page.getByRole('button', { name: 'Delete key' })).toBeVisible();
      await shoot(page, `delete-key-${look}`);
      await page.getByRole('button', { name: 'Cancel' }).click();

      await page.goto(`${STORY}/usage?range=30d`);
      await expect(page.getByText('/v1/lists').first()).toBeVisible();
      await expect(page.getByRole('application', { name: 'Requests over time' })).toBeVisible();
      await shoot(page, `usage-${look}`);
      await expectNoSidewaysScroll(page);

      await page.goto(`${STORY}/usage?range=7d&status=4xx&status=202&method=POST`);
      await page.getByRole('link', { name: '/v1/tents/bulk' }).first().click();
      await expect(page.getByRole('list', { name: 'Ledger entries' })).toBeVisible();
      await shoot(page, `request-${look}`);
      await expectNoSidewaysScroll(page);
    });

    test('the secret, shown once', async ({ page }) => {
      await signIn(page);
      await page.getByRole('button', { name: 'Create API key' }).click();
      const dialog = page.getByRole('dialog', { name: 'Create API key' });
      await dialog.getByRole('textbox', { name: 'Name' }).fill(`Picture ${look}`);
      await shoot(page, `create-key-${look}`);
      await dialog.getByRole('button', { name: 'Create key', exact: true }).click();
      await expect(page.getByRole('textbox', { name: 'API key' })).toBeVisible();
      await shoot(page, `secret-${look}`);
      await expectNoSidewaysScroll(page);
    });
  });
}

test('the reference', async ({ page }) => {
  await page.goto('/docs');
  await expect(page.getByRole('heading', { name: 'Getting started' })).toBeVisible({
    timeout: 45_000,
  });
  await shoot(page, 'docs-light');
  await page.goto('/docs#tag/contacts/POST/v1/contacts');
  await expect(page.getByRole('button', { name: /Test Request/i }).first()).toBeInViewport({
    timeout: 45_000,
  });
  await shoot(page, 'docs-operation-light');
});
