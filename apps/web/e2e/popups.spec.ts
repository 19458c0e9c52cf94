import { expectAccessible } from './support/axe.ts';
import { signIn } from './support/person.ts';
import { expect, test } from './support/server.ts';

test('a menu opens by keyboard, takes the focus, and gives it back', async ({ page }) => {
  await signIn(page);
  await page.goto('/w/harbour-events/settings/api');
  const button = page.getByRole('button', { name: /^Account:/ });
  await expect(button).toHaveAttribute('aria-haspopup', 'menu');
  await expect(button).toHaveAttribute('aria-expanded', 'false');

  for (let time = 0; time < 2; time++) {
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('menuitemradio', { name: 'Dark' })).toBeVisible();
    await expect(button).toHaveAttribute('aria-expanded', 'true');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[role^="menuitem"]:focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('menu')).toHaveCount(0);
    await expect(button).toBeFocused();
  }
});

test('a filter opens by keyboard, takes the focus, and gives it back', async ({ page }) => {
  await signIn(page);
  await page.goto('/w/harbour-events/settings/api/usage');
  const button = page.getByRole('button', { name: /^Filter by method/ });
  await button.focus();
  await page.keyboard.press('Enter');
  const box = page.getByRole('dialog', { name: 'Filter by method' });
  await expect(box.getByRole('checkbox', { name: 'GET' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Space');
  await expect(page).toHaveURL(/method/);
  await page.keyboard.press('Escape');
  await expect(box).toHaveCount(0);
  await expect(button).toBeFocused();
});

test('a hint shows for pointer and keyboard, and goes with Escape', async ({ page }) => {
  await signIn(page);
  await page.goto('/w/harbour-events/settings/api');
  const button = page.getByRole('button', { name: 'Rotate CRM sync' });
  const hint = page.getByRole('tooltip');

  await button.hover();
  await expect(hint).toHaveText('Rotate: a new secret for this key');
  await expect(button).toHaveAccessibleDescription('Rotate: a new secret for this key');
  await page.mouse.move(0, 0);
  await expect(hint).toHaveCount(0);

  await page.getByRole('button', { name: 'Rename CRM sync' }).focus();
  await page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await expect(hint).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(hint).toHaveCount(0);
});
