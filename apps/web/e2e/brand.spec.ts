import { signInAs } from './support/person.ts';
import { expect, test } from './support/server.ts';

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><script>window.hacked=1</script><rect width="40" height="20" fill="#b4490f"/></svg>';

test('tell the brand, correct a mistake, upload and remove a logo', async ({ page, server }) => {
  const email = 'bea@example.com';
  await server.tented(
    'user',
    'create',
    '--email',
    email,
    '--password',
    'bea-pass-1',
    '--name',
    'Bea',
  );
  await server.tented(
    'workspace',
    'create',
    '--name',
    'Bea Tents',
    '--plan',
    'pro',
    '--owner',
    email,
  );
  await signInAs(page, email, 'bea-pass-1');
  await page.getByRole('link', { name: 'Brand', exact: true }).click();
  await expect(page).toHaveTitle(/^Brand · Bea Tents/);

  await page.getByLabel('Company name').fill('Bea & Sons');
  await page.getByLabel('Domain').fill('https://bea.example');
  await page.getByLabel('Colour', { exact: true }).fill('#0F5C6E');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('without https://')).toBeVisible();
  await page.getByLabel('Domain').fill('bea.example');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Domain')).toHaveValue('bea.example');
  await expect(page.getByLabel('Colour', { exact: true })).toHaveValue('#0f5c6e');

  const logo = page.getByRole('region', { name: 'Logo' });
  const file = logo.locator('input[type=file]');
  await file.setInputFiles({ name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no') });
  await expect(logo.getByRole('alert')).toContainText('no PNG, JPEG, WebP or SVG');
  await file.setInputFiles({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(SVG),
  });
  const picture = logo.getByRole('img', { name: 'The logo' });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(40);

  // Opened by itself the picture is a document, and its script must not run here.
  const address = await picture.getAttribute('src');
  await page.goto(address!);
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  await page.goBack();

  await logo.getByRole('button', { name: 'Remove logo' }).click();
  await expect(logo).toContainText('No logo yet');
});
