import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/person.ts';
import { expectNoSidewaysScroll, LOOKS, shoot } from './support/pictures.ts';
import { expect, test } from './support/server.ts';

const STORY = '/w/harbour-events';
const DEMO = '/w/demo';

const PAGES = [
  { name: 'overview', path: `${STORY}/overview`, there: 'linkedin.com' },
  { name: 'tents', path: `${STORY}/tents`, there: 'Harbour tours for teams' },
  { name: 'templates', path: `${STORY}/templates`, there: 'Invitation' },
  { name: 'new-template', path: `${STORY}/templates/new`, there: 'Create template' },
  { name: 'people', path: `${STORY}/people`, there: 'Lind & Co' },
];

for (const { look, colorScheme, viewport } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport });

    test('every page of the content fits and breaks no rule of accessibility', async ({ page }) => {
      await signIn(page);
      for (const { name, path, there } of PAGES) {
        await page.goto(path);
        await expect(page.getByText(there).first()).toBeVisible();
        await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
        await shoot(page, `${name}-${look}`);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
      }
      await page.goto(`${STORY}/tents`);
      await page.getByRole('link', { name: 'Harbour tours for teams' }).click();
      await expect(page.getByTitle('Preview of Harbour tours for teams')).toBeVisible();
      await expect(page.getByRole('heading', { name: 'Views' })).toBeVisible();
      await shoot(page, `tent-${look}`);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
    });
  });
}

test('publish a tent under an alias, open it, and take it back', async ({ page, request }) => {
  await signIn(page);
  await page.goto(`${STORY}/tents`);
  await page.getByRole('link', { name: 'Winter regatta' }).click();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Publish the newest version' });
  await dialog.getByRole('textbox', { name: 'Alias' }).fill('tours');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog.getByText('Another tent has the alias')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Alias' }).fill('regatta');
  await dialog.getByRole('button', { name: 'Publish' }).click();

  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  const live = await request.get('/p/harbour-events/regatta');
  expect(live.status()).toBe(200);
  expect(await live.text()).toContain('Winter Regatta');

  await page.getByRole('button', { name: 'Unpublish' }).click();
  await expect(page.getByText('Draft', { exact: true })).toBeVisible();
  expect((await request.get('/p/harbour-events/regatta')).status()).toBe(404);
});

test('write a template, approve it, find it', async ({ page }) => {
  await signIn(page);
  await page.goto(`${DEMO}/templates/new`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Thank you');
  await page.getByRole('textbox', { name: 'HTML' }).fill('<h1>Thanks, {{first_name}}</h1>');
  await expect(
    page.frameLocator('[title="Preview of the template"]').getByText('Thanks, [first name]'),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Create template' }).click();
  await expect(page.getByText('Not approved')).toBeVisible();
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByRole('button', { name: 'Withdraw approval' })).toBeVisible();

  await page.goto(`${DEMO}/templates`);

  const row = page.getByRole('row', { name: /Thank you/ });
  await expect(row).toContainText('Approved');
  await expect(row).toContainText('first_name');
});

test('import people from a file, and read what became of each row', async ({ page }) => {
  await signIn(page);
  await page.goto(`${DEMO}/people`);
  await page.getByRole('button', { name: 'Import CSV' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import people' });
  const csv = 'E-mail;First name;Shoe size\nnora@example.com;Nora;38\nnobody;Nemo;40\n';
  await dialog
    .locator('input[type="file"]')
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await expect(dialog.getByText('Shoe size')).toBeVisible();
  await dialog.getByRole('button', { name: 'Import 2 rows' }).click();

  const failed = dialog.getByRole('row', { name: /3 Failed/ });
  await expect(failed).toContainText('Invalid email address');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('cell', { name: 'nora@example.com' })).toBeVisible();

  await page.getByRole('button', { name: 'Edit Nora' }).click();
  const form = page.getByRole('dialog', { name: 'Edit Nora' });
  await form.getByRole('textbox', { name: 'Company' }).fill('Harbour Ltd');
  await form.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('cell', { name: 'Harbour Ltd' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete Nora' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete person' }).click();
  await expect(page.getByRole('cell', { name: 'nora@example.com' })).toHaveCount(0);
});
