import { expectAccessible } from './support/axe.ts';
import { signInAs } from './support/person.ts';
import { shoot } from './support/pictures.ts';
import { expect, test } from './support/server.ts';

test('80 % of the credits: a notice to be put away, and a mail; 100 %: another', async ({
  page,
  server,
}) => {
  const email = 'alma@example.com';
  await server.tented(
    'user',
    'create',
    '--email',
    email,
    '--password',
    'alma-pass',
    '--name',
    'Alma',
  );
  await server.tented(
    'workspace',
    'create',
    '--name',
    'Alma Tents',
    '--plan',
    'pro',
    '--owner',
    email,
  );
  const key = await server.tented('key', 'create', '--workspace', 'alma-tents', '--name', 'Key');
  const spend = async (tents: number) => {
    const headers = {
      authorization: `Bearer ${key.trim()}`,
      'content-type': 'application/json',
    };
    const body = JSON.stringify({ name: 'Tent', prompt: 'A page.' });
    // One after the other, as one program does: a busy machine refuses a crowd with 503.
    for (let made = 0; made < tents; made += 1) {
      const response = await fetch(`${server.url}/v1/tents`, { method: 'POST', headers, body });
      expect(response.status).toBe(202);
    }
  };
  await signInAs(page, email, 'alma-pass');
  const notice = page.getByRole('region', { name: 'Credits', exact: true });

  await spend(79);
  await page.reload();
  await expect(page.getByText('Books agree')).toBeVisible();
  await expect(notice).toHaveCount(0);

  await spend(1);
  await page.reload();
  await expect(notice).toContainText('80 of 100 credits are used.');
  await expect(notice).toContainText('20 are left until');
  await expectAccessible(page);
  await shoot(page, 'notice-light');
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('Books agree')).toBeVisible();
  await expect(notice).toHaveCount(0);

  await spend(20);
  await page.reload();
  await expect(notice).toContainText('All 100 credits of this month are used.');
  await expectAccessible(page);
  await notice.getByRole('link', { name: 'See larger plans' }).click();
  await expect(page.getByRole('heading', { name: 'Plan', exact: true })).toBeVisible();

  await page.goto('/dev/mailbox');
  const mails = page.getByRole('article').filter({ hasText: `To ${email}` });
  await expect(mails).toHaveCount(2);
  await expect(mails.nth(0)).toContainText('Alma Tents has used all credits of this month');
  await expect(mails.nth(1)).toContainText('Alma Tents has used 80 % of this month’s credits');
});
