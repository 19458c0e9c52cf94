import { signIn, signInAs } from './support/person.ts';
import { expect, test } from './support/server.ts';

const MEMBERS = '/w/harbour-events/settings/members';

test('invite somebody without an account; they sign up and join; their role changes; they go', async ({
  page,
  browser,
  server,
}) => {
  await signIn(page);
  await page.goto(MEMBERS);
  await page.getByRole('button', { name: 'Invite member' }).click();
  const invite = page.getByRole('dialog', { name: 'Invite member' });
  await invite.getByRole('textbox', { name: 'E-mail' }).fill('lena@example.com');
  await invite.getByRole('radio', { name: /^Admin/ }).check();
  await invite.getByRole('button', { name: 'Send invitation' }).click();
  const made = page.getByRole('dialog', { name: 'Invitation made' });
  await expect(made).toContainText('/invitation/');
  await made.getByRole('button', { name: 'Done' }).click();
  const open = page.getByRole('table', { name: 'Open invitations' });
  await expect(open.getByRole('row').filter({ hasText: 'lena@example.com' })).toContainText(
    'Admin',
  );

  // Lena reads her mail, in a browser of her own.
  const hers = await browser.newContext({ baseURL: server.url });
  const lena = await hers.newPage();
  await lena.goto('/dev/mailbox');
  const mail = lena.getByRole('article').filter({ hasText: 'To lena@example.com' });
  await mail.getByRole('link').click();
  await expect(lena.getByRole('heading', { name: 'Join Harbour Events' })).toBeVisible();
  await expect(lena.getByLabel('E-mail')).toHaveValue('lena@example.com');
  await lena.getByLabel('Your name').fill('Lena Ott');
  await lena.getByLabel('Password', { exact: true }).fill('harbour-lights-9');
  await lena.getByRole('button', { name: 'Create account and join' }).click();
  await expect(lena.getByRole('button', { name: 'Workspace: Harbour Events' })).toBeVisible();
  await expect(lena.getByRole('button', { name: 'Create API key' })).toBeVisible();

  // The link has been used.
  await lena.goto('/dev/mailbox');
  await mail.getByRole('link').click();
  await expect(lena.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible();

  // The owner makes her a viewer; her buttons go.
  await page.reload();
  await expect(open).toHaveCount(0);
  await page.getByLabel('Role of Lena Ott').selectOption('viewer');
  await expect(page.getByLabel('Role of Lena Ott')).toHaveValue('viewer');
  await lena.goto('/w/harbour-events/settings/api');
  await expect(lena.getByText('CRM sync')).toBeVisible();
  await expect(lena.getByRole('button', { name: 'Create API key' })).toHaveCount(0);

  // And removes her: the workspace does not exist for her any more.
  await page.getByRole('button', { name: 'Remove Lena Ott' }).click();
  const remove = page.getByRole('dialog', { name: 'Remove Lena Ott?' });
  await expect(remove).toContainText('loses access');
  await remove.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Lena Ott' })).toHaveCount(0);
  await lena.goto('/w/harbour-events/settings/api');
  await expect(lena.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await hers.close();

  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  for (const entry of [
    'Removed Lena Ott, viewer',
    'Changed Lena Ott from admin to viewer',
    'Joined as admin',
    'Invited lena@example.com as admin',
  ]) {
    await expect(page.getByText(entry)).toBeVisible();
  }
  await page.getByRole('combobox', { name: 'Show' }).selectOption('API keys');
  await expect(page.getByText('Joined as admin')).toHaveCount(0);
  expect(page.url()).toContain('kind=api_key');
});

test('an invitation can be sent again and cancelled; somebody with an account signs in', async ({
  page,
  browser,
  server,
}) => {
  const email = 'jo@example.com';
  await server.tented(
    'user',
    'create',
    '--email',
    email,
    '--password',
    'jo-pass-123',
    '--name',
    'Jo',
  );
  await signIn(page);
  await page.goto(MEMBERS);
  await page.getByRole('button', { name: 'Invite member' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await page.getByRole('button', { name: 'Send invitation' }).click();
  const first = await page.getByRole('dialog').locator('code').innerText();
  await page.getByRole('button', { name: 'Done' }).click();

  await page.getByRole('button', { name: `Send again to ${email}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
  const made = page.getByRole('dialog', { name: 'Invitation made' });
  const second = await made.locator('code').innerText();
  await made.getByRole('button', { name: 'Done' }).click();
  expect(second).not.toBe(first);

  const theirs = await browser.newContext({ baseURL: server.url });
  const jo = await theirs.newPage();
  await jo.goto(first);
  await expect(jo.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible();
  await jo.goto(second);
  await jo.getByLabel('Password', { exact: true }).fill('wrong-password');
  await jo.getByRole('button', { name: 'Sign in and join' }).click();
  await expect(jo.getByRole('alert')).toBeVisible();
  await jo.getByLabel('Password', { exact: true }).fill('jo-pass-123');
  await jo.getByRole('button', { name: 'Sign in and join' }).click();
  await expect(jo.getByRole('button', { name: 'Workspace: Harbour Events' })).toBeVisible();

  // Jo leaves by themselves.
  await jo.goto(MEMBERS);
  await jo.getByRole('button', { name: 'Leave this workspace' }).click();
  await jo.getByRole('dialog').getByRole('button', { name: 'Leave workspace' }).click();
  await expect(jo.getByRole('heading', { name: 'New workspace' })).toBeVisible();
  await theirs.close();

  // A third one is cancelled; a wrong reader is told whom it is for.
  await page.getByRole('button', { name: 'Invite member' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).fill('third@example.com');
  await page.getByRole('button', { name: 'Send invitation' }).click();
  const third = await page.getByRole('dialog').locator('code').innerText();
  await page.goto(third);
  await expect(page.getByText('This invitation is for third@example.com')).toBeVisible();
  await page.goto(MEMBERS);
  await page.getByRole('button', { name: 'Cancel the invitation of third@example.com' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel invitation' }).click();
  await expect(page.getByText('third@example.com')).toHaveCount(0);
  await page.goto(third);
  await expect(page.getByRole('heading', { name: 'This invitation does not work' })).toBeVisible();
});

test('the last owner cannot go; with a second one they can', async ({ page, server }) => {
  const email = 'ruth@example.com';
  await server.tented(
    'user',
    'create',
    '--email',
    email,
    '--password',
    'ruth-pass-1',
    '--name',
    'Ruth',
  );
  await server.tented(
    'workspace',
    'create',
    '--name',
    'Ruth Tents',
    '--plan',
    'pro',
    '--owner',
    email,
  );
  await signInAs(page, email, 'ruth-pass-1');
  await page.goto('/w/ruth-tents/settings/members');

  await expect(page.getByText('the only one')).toBeVisible();
  await expect(page.getByText('You are alone here')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Leave this workspace' })).toHaveCount(0);
});
