import { expectAccessible } from './support/axe.ts';
import { createKey, signIn } from './support/person.ts';
import { expectNoSidewaysScroll, LOOKS, shoot } from './support/pictures.ts';
import { expect, test } from './support/server.ts';

// What the built-in generator makes of three prompts, as those see it for whom it is made.

const PAGES = [
  {
    name: 'generated-launch',
    prompt:
      'A launch page for Tidewater, an app that plans sailing trips: hero, features, how it works, pricing, questions, lead form.',
  },
  {
    name: 'generated-event',
    prompt:
      'An invitation to the summer party of a bakery in Lisbon on 12 June: hero, programme, speakers, location, sign-up form.',
  },
  {
    name: 'generated-proposal',
    prompt:
      'A proposal for Grace Hopper at Compile & Co: what we would do, timeline, pricing, testimonials, contact.',
  },
];

test('pages made of a prompt fit, break no rule of accessibility, and need nobody else', async ({
  page,
  server,
}) => {
  await signIn(page);
  const secret = await createKey(page, 'Pictures');
  const call = async (path: string, body?: object) => {
    const response = await fetch(`${server.url}${path}`, {
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return (await response.json()) as { id: string; publication?: { published_url?: string } };
  };

  for (const { name, prompt } of PAGES) {
    const { id } = await call('/v1/tents', {
      name,
      prompt,
      auto_publish: true,
      custom_page_alias: name,
    });
    let address: string | undefined;
    await expect
      .poll(async () => (address = (await call(`/v1/tents/${id}`)).publication?.published_url))
      .toBeTruthy();

    for (const { look, viewport } of LOOKS.filter(({ colorScheme }) => colorScheme === 'light')) {
      await page.setViewportSize(viewport);
      await page.goto(address ?? '');
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
      await shoot(page, `${name}-${look}`, { fullPage: true });
    }
  }
});
