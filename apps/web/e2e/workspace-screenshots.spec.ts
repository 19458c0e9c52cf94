import { signIn } from './support/person.ts';
import { expectNoSidewaysScroll, LOOKS, shoot } from './support/pictures.ts';
import { expect, test } from './support/server.ts';

// Pictures of the pages of a workspace, beside those of screenshots.spec.ts.

const SETTINGS = '/w/harbour-events/settings';

const PAGES: { name: string; path: string; there: string | RegExp }[] = [
  { name: 'ledger', path: '/api/ledger', there: 'Refund: Generate a tent' },
  { name: 'members', path: '/members', there: 'mira@tented.local' },
  { name: 'plan', path: '/plan', there: 'Downgrade to Pro' },
  { name: 'brand', path: '/brand', there: 'Save changes' },
  { name: 'audit', path: '/audit', there: /^(Created|Invited) / },
];

const DIALOGS = [
  { name: 'rotate-key', path: '/api', open: 'Rotate CRM sync', there: 'Rotate key' },
  { name: 'invite', path: '/members', open: 'Invite member', there: 'Send invitation' },
  { name: 'downgrade', path: '/plan', open: 'Downgrade to Free', there: 'Downgrade to Free' },
];

for (const { look, colorScheme, viewport } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport });

    test('every page of a workspace fits and shows what it should', async ({ page }) => {
      await signIn(page);
      for (const { name, path, there } of PAGES) {
        await page.goto(`${SETTINGS}${path}`);
        await expect(page.getByText(there).first()).toBeVisible();
        await shoot(page, `${name}-${look}`);
        await expectNoSidewaysScroll(page);
      }
      for (const { name, path, open, there } of DIALOGS) {
        await page.goto(`${SETTINGS}${path}`);
        await page.getByRole('button', { name: open, exact: true }).click();
        await expect(
          page.getByRole('dialog').getByRole('button', { name: there, exact: true }),
        ).toBeVisible();
        await shoot(page, `${name}-${look}`);
        await expectNoSidewaysScroll(page);
      }
    });

    test('an invitation, as it is read by whoever gets it', async ({ page, browser, server }) => {
      const email = `nora-${look}@example.com`;
      await signIn(page);
      await page.goto(`${SETTINGS}/members`);
      await page.getByRole('button', { name: 'Invite member' }).click();
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
      await page.getByRole('button', { name: 'Send invitation' }).click();
      const link = await page.getByRole('dialog').locator('code').innerText();
      await shoot(page, `invited-${look}`);
      await page.getByRole('button', { name: 'Done' }).click();
      await expect(page.getByRole('table', { name: 'Open invitations' })).toContainText(email);
      await shoot(page, `invitations-${look}`);

      const theirs = await browser.newContext({ baseURL: server.url, colorScheme, viewport });
      const reader = await theirs.newPage();
      await reader.goto('/dev/mailbox');
      await expect(reader.getByText(`To ${email}`)).toBeVisible();
      await shoot(reader, `mailbox-${look}`);
      await reader.goto(link);
      await expect(reader.getByRole('heading', { name: 'Join Harbour Events' })).toBeVisible();
      await shoot(reader, `invitation-${look}`);
      await expectNoSidewaysScroll(reader);
      await theirs.close();
    });
  });
}
