import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/person.ts';
import { LOOKS } from './support/pictures.ts';
import { expect, test } from './support/server.ts';

const SETTINGS = '/w/harbour-events/settings';

/** Pages of the settings, each with something that is there when it has loaded. */
const PAGES = [
  { path: '/api', there: 'CRM sync' },
  { path: '/api?hint=idle', there: 'If nobody needs it, delete it.' },
  { path: '/api/ledger', there: 'Refund: Generate a tent' },
  { path: '/api/ledger?month=2020-01', there: 'No credits moved in this month' },
  { path: '/members', there: 'mira@tented.local' },
  { path: '/plan', there: 'Downgrade to Pro' },
  { path: '/brand', there: 'Save changes' },
  { path: '/audit', there: 'Created the workspace “Harbour Events”' },
];

/** What opens on them: the button, and the dialog's own. */
const DIALOGS = [
  { path: '/api', open: 'Create API key', there: 'Create key' },
  { path: '/api', open: 'Rotate CRM sync', there: 'Rotate key' },
  { path: '/api', open: 'End now: the old secret of Website forms', there: 'End old secret' },
  { path: '/api', open: 'Delete CRM sync', there: 'Delete key' },
  { path: '/members', open: 'Invite member', there: 'Send invitation' },
  { path: '/members', open: 'Remove Mira Holt', there: 'Remove' },
  { path: '/plan', open: 'Downgrade to Free', there: 'Downgrade to Free' },
];

for (const { look, colorScheme, viewport } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport });

    test('no page of the settings breaks a rule of accessibility', async ({ page }) => {
      await signIn(page);
      for (const { path, there } of PAGES) {
        await page.goto(`${SETTINGS}${path}`);
        await expect(page.getByText(there).first()).toBeVisible();
        await expectAccessible(page);
      }
    });

    test('nor does any dialog', async ({ page }) => {
      await signIn(page);
      for (const { path, open, there } of DIALOGS) {
        await page.goto(`${SETTINGS}${path}`);
        await page.getByRole('button', { name: open, exact: true }).click();
        const dialog = page.getByRole('dialog');
        await expect(dialog.getByRole('button', { name: there, exact: true })).toBeVisible();
        await expectAccessible(page);
      }
    });

    test('nor do the pages outside of a workspace', async ({ page }) => {
      for (const [path, heading] of [
        ['/sign-in', 'Sign in'],
        ['/sign-up', 'Create your account'],
        [`/invitation/${'x'.repeat(54)}`, 'This invitation does not work'],
        ['/dev/mailbox', 'Mailbox'],
        ['/no/such/page', 'Page not found'],
      ] as const) {
        await page.goto(path);
        await expect(page.getByRole('heading', { name: heading })).toBeVisible();
        await expectAccessible(page);
      }
    });
  });
}
