import { signIn } from './support/person.ts';
import { expect, test } from './support/server.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('make a key, call the API with it, see what it cost, take it away', async ({
  page,
  server,
}) => {
  await signIn(page);

  // Create, and see the secret once.
  await page.getByRole('button', { name: 'Create API key' }).click();
  const create = page.getByRole('dialog', { name: 'Create API key' });
  await create.getByRole('textbox', { name: 'Name' }).fill('CRM sync');
  await expect(create.getByRole('radio', { name: /^All Access/ })).toBeChecked();
  await create.getByRole('button', { name: 'Create key', exact: true }).click();

  const ready = page.getByRole('dialog', { name: '“CRM sync” is ready' });
  const secret = await ready.getByRole('textbox', { name: 'API key' }).inputValue();
  expect(secret).toMatch(/^tented_[0-9A-Za-z]{36}$/);
  await page.keyboard.press('Escape');
  await expect(ready).toBeVisible();
  await ready.getByRole('button', { name: 'Copy key' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await ready.getByRole('button', { name: 'Done' }).click();
  await expect(ready).toBeHidden();
  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'CRM sync' });
  await expect(row).toContainText('Active');
  await expect(row).toContainText('All Access');
  await expect(row).toContainText('Never');
  expect(await page.content()).not.toContain(secret);

  // Call the API: 25 contacts, one of them bad.
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
  const items = Array.from({ length: 25 }, (_, n) => ({
    email: n === 7 ? 'not an email' : `row-${n}@example.com`,
  }));
  const call = () =>
    fetch(`${server.url}/v1/contacts`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ items }),
    });
  const response = await call();
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ accepted: 24, rejected: 1 });

  // See it in the log.
  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  const entry = page
    .getByRole('row')
    .filter({ hasText: '/v1/contacts' })
    .filter({ hasText: 'CRM sync' });
  await expect(entry).toHaveCount(1);
  const cells = await entry.getByRole('cell').allInnerTexts();
  expect(cells.join(' | ')).toMatch(/POST \| \/v1\/contacts \| 200.* \| \d+ ms \| 0 \| CRM sync/s);

  // Narrow it to the key; the address holds the filter.
  await page.getByRole('button', { name: /Filter by key/ }).click();
  await page.getByRole('checkbox', { name: /Demo key/ }).check();
  await expect(page.getByRole('heading', { name: 'Nothing matches' })).toBeVisible();
  await page.getByRole('checkbox', { name: /Demo key/ }).uncheck();
  await page.getByRole('checkbox', { name: /CRM sync/ }).check();
  await page.keyboard.press('Escape');
  await expect(entry).toHaveCount(1);
  expect(page.url()).toContain('key=');
  await page.reload();
  await expect(entry).toHaveCount(1);

  // Rename.
  await page.getByRole('link', { name: 'Credit and Key', exact: true }).click();
  await page.getByRole('button', { name: 'Rename CRM sync' }).click();
  await page.getByRole('textbox', { name: 'Key name' }).fill('CRM import');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: 'CRM import' })).toBeVisible();

  // Delete: the next call is refused.
  await page.getByRole('button', { name: 'Delete CRM import' }).click();
  const confirm = page.getByRole('dialog', { name: 'Delete “CRM import”?' });
  await expect(confirm).toContainText(/cannot be undone/i);
  await confirm.getByRole('button', { name: 'Delete key' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'CRM import' })).toHaveCount(0);
  expect((await call()).status).toBe(401);

  await page.getByRole('link', { name: 'Usage', exact: true }).click();
  // Not by its status: the table behind the chart may have a time that reads like one.
  const refused = page.getByRole('row').filter({ hasText: 'unauthorized' });
  await expect(refused).toContainText('CRM import');
  await expect(refused).toContainText('401');
});

test('Done asks once when the key was not copied, and the secret is gone afterwards', async ({
  page,
}) => {
  await signIn(page);
  await page.getByRole('button', { name: 'Create API key' }).click();
  const create = page.getByRole('dialog', { name: 'Create API key' });
  await create.getByRole('textbox', { name: 'Name' }).fill('Uncopied');
  await create.getByLabel('Expires').selectOption('30 days');
  await create.getByRole('button', { name: 'Create key', exact: true }).click();
  const ready = page.getByRole('dialog', { name: '“Uncopied” is ready' });
  const secret = await ready.getByRole('textbox', { name: 'API key' }).inputValue();

  await ready.getByRole('button', { name: 'Done' }).click();
  await expect(ready.getByRole('alert')).toBeVisible();
  await ready.getByRole('button', { name: 'Close without copying' }).click();

  await expect(ready).toBeHidden();
  expect(await page.content()).not.toContain(secret);
});

test('on Free there is a notice instead of the button; the workspace of others does not exist', async ({
  page,
  server,
}) => {
  const email = 'free@example.com';
  await server.tented('user', 'create', '--email', email, '--password', 'free-pass-1');
  await server.tented(
    'workspace',
    'create',
    '--name',
    'Free Tents',
    '--plan',
    'free',
    '--owner',
    email,
  );

  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill('free-pass-1');
  await page.getByRole('button', { name: 'Sign in' }).click();

  await expect(
    page.getByRole('region', { name: 'API access is part of Pro and Max' }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create API key' })).toHaveCount(0);
  await page.goto('/w/demo/settings/api');
  await expect(page.getByText('CRM')).toHaveCount(0);
});
