import { createKey, signIn } from './support/person.ts';
import { expect, test } from './support/server.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('rotate a key: the old secret works until the first use of the new one', async ({
  page,
  server,
}) => {
  const statusOf = async (secret: string) =>
    (await fetch(`${server.url}/v1/me`, { headers: { authorization: `Bearer ${secret}` } })).status;
  await signIn(page);
  const old = await createKey(page, 'Rotated');
  const row = page.getByRole('row').filter({ hasText: 'Rotated' });

  await page.getByRole('button', { name: 'Rotate Rotated' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rotate “Rotated”' });
  await dialog.getByRole('radio', { name: /With the first use/ }).check();
  await dialog.getByRole('button', { name: 'Rotate key' }).click();
  const ready = page.getByRole('dialog', { name: '“Rotated” has a new secret' });
  const secret = await ready.getByRole('textbox', { name: 'API key' }).inputValue();
  await page.keyboard.press('Escape');
  await expect(ready).toBeVisible();
  await ready.getByRole('button', { name: 'Copy key' }).click();
  await ready.getByRole('button', { name: 'Done' }).click();

  await expect(row).toContainText('Old secret until first use');
  expect(await statusOf(old)).toBe(200);
  expect(await statusOf(secret)).toBe(200);
  expect(await statusOf(old)).toBe(401);
  await page.reload();
  await expect(row).not.toContainText('Old secret');
});

test('end the grace of an old secret by hand', async ({ page, server }) => {
  await signIn(page);
  const old = await createKey(page, 'Leaked');
  await page.getByRole('button', { name: 'Rotate Leaked' }).click();
  await page.getByRole('button', { name: 'Rotate key' }).click();
  await page.getByRole('button', { name: 'Copy key' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Leaked' });
  await expect(row).toContainText('Old secret ends in 23 hours');

  await page.getByRole('button', { name: 'End now: the old secret of Leaked' }).click();
  const dialog = page.getByRole('dialog', { name: 'End the old secret of “Leaked”?' });
  await expect(dialog).toContainText('gets 401 from now on');
  await dialog.getByRole('button', { name: 'End old secret' }).click();

  await expect(row).not.toContainText('Old secret');
  const headers = { authorization: `Bearer ${old}` };
  expect((await fetch(`${server.url}/v1/me`, { headers })).status).toBe(401);
});

test('find keys: search, sort and hints live in the address', async ({ page }) => {
  await signIn(page);
  await page.goto('/w/harbour-events/settings/api');
  const first = page.getByRole('row').nth(1);
  await expect(page.getByRole('row')).toHaveCount(6);

  await page.getByRole('button', { name: 'Name', exact: true }).click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(first).toContainText('CRM sync');
  await page.reload();
  await expect(first).toContainText('CRM sync');

  await page.getByRole('textbox', { name: 'Search keys' }).fill('legacy');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Clear search' }).click();

  await page.getByRole('button', { name: /Idle for 90 days/ }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByText('If nobody needs it, delete it.')).toBeVisible();
  expect(page.url()).toContain('hint=idle');

  await page.getByRole('textbox', { name: 'Search keys' }).fill('nothing such');
  await expect(page.getByRole('heading', { name: 'No key matches' })).toBeVisible();
  await page.getByRole('link', { name: 'Show all keys' }).click();
  await expect(page.getByRole('row')).toHaveCount(6);
});

test('the balance says where the month is heading, and its books can be read', async ({ page }) => {
  await signIn(page);
  await page.goto('/w/harbour-events/settings/api');

  await expect(page.getByText(/Books agree: \d+ charged − \d+ refunded = \d+ used/)).toBeVisible();
  await expect(page.getByText(/Resets on \d+ \w+ \d{4}, 0[12]:00/)).toBeVisible();
  await page.getByRole('link', { name: 'View ledger' }).click();

  const ledger = page.getByRole('table', { name: 'Ledger' });
  await expect(ledger.getByText('Refund: Generate a tent').first()).toBeVisible();
  await expect(page).toHaveTitle(/^Ledger · Harbour Events/);
  const request = ledger.getByRole('link', { name: 'POST /v1/tents', exact: true }).first();
  expect(await request.getAttribute('href')).toMatch(
    /\/settings\/api\/usage\?request=[0-9a-f-]{36}$/,
  );

  await page
    .getByRole('link', { name: /^\w+ \d{4}$/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'No credits moved in this month' })).toBeVisible();
});

test('a viewer sees everything and is offered no change', async ({ page }) => {
  await signIn(page, 'theo@tented.local');

  await expect(page.getByText('Only owners and admins can create')).toBeVisible();
  await expect(page.getByText('CRM sync')).toBeVisible();
  for (const name of [/Create API key/, /^Rename/, /^Rotate/, /^Delete/, /End now/]) {
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  }

  await page.getByRole('link', { name: 'Members', exact: true }).click();
  await expect(page.getByText('mira@tented.local')).toBeVisible();
  await expect(page.getByRole('button', { name: /Invite|Remove/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Leave this workspace' })).toBeVisible();
  await page.getByRole('link', { name: 'Plan', exact: true }).click();
  await expect(page.getByText('Current plan')).toBeVisible();
  await expect(page.getByRole('button', { name: /grade/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Brand', exact: true }).click();
  await expect(page.getByLabel('Company name')).toHaveValue('Harbour Events');
  await expect(page.getByRole('button', { name: /Save|Upload|Replace/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Audit log', exact: true }).click();
  await page.getByRole('combobox', { name: 'Show' }).selectOption('Workspace and plan');
  await expect(page.getByText('Created the workspace “Harbour Events”')).toBeVisible();
});
