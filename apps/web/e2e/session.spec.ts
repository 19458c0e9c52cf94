import { expect, test } from './support/server.ts';

test('sign up, make a workspace, sign out, sign in again', async ({ page }) => {
  await page.goto('/sign-up');
  await page.getByLabel('Name').fill('Grace Hopper');
  await page.getByLabel('E-mail').fill('grace@example.com');
  await page.getByLabel('Password', { exact: true }).fill('compilers-1952');
  await page.getByRole('button', { name: 'Create account' }).click();

  // Both pages have a Name; only this one has a Slug. The address changes before the page does.
  await expect(page.getByRole('textbox', { name: 'Slug' })).toBeVisible();
  await page.getByRole('textbox', { name: 'Name' }).fill('Navy Tents');
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page).toHaveURL(/\/w\/navy-tents\/settings\/api/);

  await page.getByRole('button', { name: 'Account: Grace Hopper' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();

  await page.getByLabel('E-mail').fill('grace@example.com');
  await page.getByLabel('Password', { exact: true }).fill('wrong password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();

  await page.getByLabel('Password', { exact: true }).fill('compilers-1952');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('button', { name: 'Workspace: Navy Tents' })).toBeVisible();
});

test('a page of the app asks for a session and returns there; an unknown one says so', async ({
  page,
}) => {
  await page.goto('/w/demo/settings/api/usage?range=24h');
  await page.getByLabel('E-mail').fill('demo@tented.local');
  await page.getByLabel('Password', { exact: true }).fill('tented-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/w\/demo\/settings\/api\/usage\?range=24h/);

  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText(/not found|does not exist|no page/i).first()).toBeVisible();
});
