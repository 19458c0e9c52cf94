import type { BrowserContext, Page } from '@playwright/test';
import { expect } from './server.ts';

/** Sessions on the server of this worker, by e-mail. */
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>();

/**
 * Signs in as the demo person, or a colleague, and waits for the keys. Only the first time through
 * the form: an address may try a few times a minute, and all tests have the same one.
 */
export async function signIn(page: Page, email = 'demo@tented.local'): Promise<void> {
  const session = sessions.get(email);
  if (session) {
    await page.context().addCookies(session);
    await page.goto('/');
  } else {
    await signInAs(page, email, 'tented-demo');
    sessions.set(email, await page.context().cookies());
  }
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible();
}

export async function signInAs(page: Page, email: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

/** Makes a key in the dialog and answers with its secret. */
export async function createKey(page: Page, name: string): Promise<string> {
  await page.getByRole('button', { name: 'Create API key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create API key' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('button', { name: 'Create key', exact: true }).click();
  const secret = await page.getByRole('textbox', { name: 'API key' }).inputValue();
  await page.getByRole('button', { name: 'Copy key' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  return secret;
}
