import { expect, test } from './support/server.ts';

/** The page draws itself from a large document; a busy machine takes its time. */
const DRAWN = { timeout: 45_000 };

test.describe('the reference at /docs', () => {
  test.describe.configure({ timeout: 120_000 });

  test('loads from this host alone, and breaks no rule of its own policy', async ({
    page,
    server,
  }) => {
    const elsewhere: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== server.url) elsewhere.push(request.url());
    });
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
    });

    await page.goto('/docs');
    await expect(page.getByRole('heading', { name: 'Getting started' })).toBeVisible(DRAWN);
    await page.getByRole('link', { name: 'Idempotency' }).first().click();
    await expect(page.getByRole('heading', { name: 'Idempotency' }).first()).toBeInViewport();
    // What lies below is drawn when it is come to.
    await page.goto('/docs#tag/account/GET/v1/usage');
    await expect(page.getByRole('heading', { name: 'List the usage log' })).toBeVisible(DRAWN);

    expect(elsewhere).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('a request can be tried with a key of one’s own', async ({ page, server }) => {
    const created = await server.tented(
      'key',
      'create',
      '--workspace',
      'demo',
      '--name',
      'Tried from the docs',
    );
    const key = created.trim();
    await page.goto('/docs#tag/account/GET/v1/me');
    await page
      .getByRole('button', { name: /Test Request/i })
      .first()
      .click(DRAWN);
    const dialog = page.getByRole('dialog');
    await dialog.getByPlaceholder('Token').first().fill(key);

    const answered = page.waitForResponse((response) => response.url().endsWith('/v1/me'));
    await dialog.getByRole('button', { name: /^Send/ }).first().click();

    expect((await answered).status()).toBe(200);
  });

  test('what agents read: llms.txt leads to every topic', async ({ request }) => {
    const index = await (await request.get('/llms.txt')).text();
    const links = [...index.matchAll(/\]\(([^)]+)\)/g)].map(([, url]) => new URL(url!).pathname);

    expect(links).toContain('/docs/idempotency.md');
    for (const link of links) expect((await request.get(link)).status(), link).toBe(200);
  });
});
