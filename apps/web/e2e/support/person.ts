import type { Page } from '@playwright/test';
import { expect } from './server.ts';

/** Signs in as the demo person and waits for the keys. */
export async function signIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByLabel('E-mail').fill('demo@tented.local');
  await page.getByLabel('Password', { exact: true }).fill('tented-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('table', { name: 'API keys' })).toBeVisible();
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
