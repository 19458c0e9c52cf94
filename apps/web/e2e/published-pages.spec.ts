import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createKey, signIn } from './support/person.ts';
import { expect, test, type TestServer } from './support/server.ts';

/** Publishes HTML as it is, through a template, and answers with its address. */
async function publish(
  server: TestServer,
  secret: string,
  { alias, html }: { alias: string; html: string },
): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tented-page-'));
  const file = path.join(dir, 'page.html');
  await writeFile(file, html);
  const create = ['template', 'create', '--workspace', 'demo', '--name', alias, '--file', file];
  const template = (await server.tented(...create, '--approved')).trim();
  await rm(dir, { recursive: true });

  const call = async (url: string, body?: object) => {
    const response = await fetch(server.url + url, {
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return (await response.json()) as {
      id: string;
      status: string;
      publication?: { published_url?: string };
    };
  };
  const { id } = await call('/v1/tents', {
    name: alias,
    prompt: 'As it is.',
    template_id: template,
    auto_publish: true,
    custom_page_alias: alias,
  });
  let published: string | undefined;
  await expect
    .poll(async () => (published = (await call(`/v1/tents/${id}`)).publication?.published_url))
    .toBeTruthy();
  return published ?? '';
}

/** Tries everything that it has no business with, and writes down how that went. */
const HOSTILE = `<!doctype html><html><head><title>Hostile</title></head><body><ul id="log"></ul><script>
const say = (what, how) => { const li = document.createElement('li'); li.textContent = what + ': ' + how; log.append(li); };
const attempt = async (what, work) => { try { say(what, 'DONE ' + JSON.stringify(await work())); } catch (error) { say(what, 'refused ' + error.name); } };
(async () => {
  say('origin', self.origin);
  await attempt('cookie', () => document.cookie);
  await attempt('storage', () => localStorage.length);
  await attempt('session', async () => (await fetch('/trpc/session.get', { credentials: 'include' })).text());
  await attempt('workers', () => navigator.serviceWorker.register('/p/demo/hostile'));
  await attempt('top', () => { top.location.href; return top === self; });
  say('end', 'reached');
})();
</script></body></html>`;

test('a hostile page runs, and gets at nothing of the person who looks at it', async ({
  page,
  server,
}) => {
  await signIn(page);
  const secret = await createKey(page, 'Pages');
  const url = await publish(server, secret, { alias: 'hostile', html: HOSTILE });

  await page.goto(url);

  const log = page.getByRole('listitem');
  await expect(log.filter({ hasText: 'end: reached' })).toBeVisible();
  const lines = await log.allInnerTexts();
  expect(lines).toContain('origin: null');
  for (const attempt of ['cookie', 'storage', 'session', 'workers']) {
    expect(lines.find((line) => line.startsWith(attempt))).toMatch(/: refused /);
  }
  await expect(page.getByRole('link', { name: 'Made with Tented' })).toBeVisible();

  // The person is still signed in, and nothing of theirs has changed.
  await page.goto('/');
  await expect(page.getByRole('row').filter({ hasText: 'Pages' })).toContainText('Active');
});

test('a visitor fills in the form of a page, and is a contact', async ({ page, server }) => {
  await signIn(page);
  const secret = await createKey(page, 'Forms');
  const html = `<!doctype html><html lang="en"><head><title>Meet us</title></head><body>
    <form method="post" action="submit">
      <label>E-mail <input name="email" type="email" required></label>
      <label>Message <input name="message"></label>
      <label style="display:none">Leave empty <input name="website_url"></label>
      <button>Send</button>
    </form></body></html>`;
  const url = await publish(server, secret, { alias: 'meet', html });

  await page.goto(url);
  await page.getByLabel('E-mail').fill('visitor@example.com');
  await page.getByLabel('Message').fill('<img src=x onerror=alert(1)>');
  await page.getByRole('button', { name: 'Send' }).click();

  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible();
  const response = await fetch(`${server.url}/v1/contacts?email=visitor@example.com`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  expect(await response.json()).toMatchObject({ data: [{ email: 'visitor@example.com' }] });
});

test('where no page is, a page says so', async ({ page }) => {
  const response = await page.goto('/p/demo/nothing-here');

  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no page here' })).toBeVisible();
});
