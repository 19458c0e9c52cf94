import { expect, test } from 'vitest';
import { findSpec } from '../embedded-spec.ts';
import type { SectionOf } from '../page-spec.ts';
import { brandOf, pageFor } from '../test-support.ts';

async function heroFor(prompt: string, rest = {}): Promise<SectionOf<'hero'>> {
  const spec = findSpec(await pageFor(prompt, rest));
  const hero = spec?.sections.find((section) => section.kind === 'hero');
  if (!hero) throw new Error('No hero');
  return hero;
}

test.each([
  [
    'A launch page for Aurora coffee roasters',
    'Meet Aurora.',
    'Introducing Aurora coffee roasters',
  ],
  [
    'Page for Orbit, a CRM that helps small teams close more deals',
    'Close more deals.',
    'For small teams',
  ],
  ['A page for our spring sale. We sell mugs.', 'Spring sale', ''],
  ['Page for DevNorth, a conference in Oslo on 12 May 2026', 'DevNorth', '12 May 2026 · Oslo'],
  ['Summer camp for kids', 'Summer camp', 'For kids'],
  ['A page for free e-book "10 ways to save energy"', '10 ways to save energy', ''],
  ['Announce our new AI assistant for lawyers.', 'AI assistant', 'Introducing AI assistant'],
  ['make me something cool', 'Welcome.', ''],
  [
    'An invitation to the summer party of a bakery in Lisbon on Friday, 12 June: hero, programme',
    'Summer party of a bakery',
    '12 June · Lisbon',
  ],
  [
    'A proposal for Grace Hopper at Compile & Co: what we would do, timeline, pricing',
    'Grace, this is for you.',
    'Prepared for Grace Hopper at Compile & Co',
  ],
  ['A proposal for Compile Labs', 'Proposal for Compile Labs.', 'Prepared for Compile Labs'],
  ['A proposal for our new website', 'Website', ''],
  ['A wedding invitation for Ana and Tom on 12 June in Lisbon', 'Ana and Tom', '12 June · Lisbon'],
])('%s: %s', async (prompt, heading, eyebrow) => {
  expect(await heroFor(prompt)).toMatchObject({
    heading: expect.stringContaining(heading),
    eyebrow,
  });
});

test('a proposal is its sender’s, and input_data says better than the prompt whom it is for', async () => {
  const prompt = 'A proposal for Grace Hopper at Compile & Co: timeline';
  const brand = brandOf({ companyName: 'Harbour Events' });

  expect(await heroFor(prompt, { brand })).toMatchObject({
    heading: 'Grace, meet Harbour Events.',
  });
  expect(await heroFor(prompt, { inputData: { name: 'Ada Byron' } })).toMatchObject({
    heading: 'Ada, this is for you.',
    eyebrow: 'Prepared for Ada Byron',
  });
});

test.each([
  [
    'Page for Orbit, a CRM that helps teams close deals',
    'Orbit is a CRM that helps teams close deals.',
  ],
  ['Website for North Trails, guided tours in Norway', 'North Trails: guided tours in Norway.'],
  ['A page for our spring sale. We sell mugs.', 'We sell mugs.'],
  ['Page for Aurora. Tagline: fresh every day', 'Fresh every day.'],
  [
    'Page for a yoga studio in Berlin called "Lotus". We teach in small groups.',
    'Lotus is a yoga studio in Berlin. We teach in small groups.',
  ],
])('%s says first: %s', async (prompt, lead) => {
  expect((await heroFor(prompt)).lead).toBe(lead);
});

test.each([
  ['Page for Aurora: pricing ($9). CTA: Order now', 'Order now', '#form'],
  ['Page for Aurora: features, pricing ($9)', 'See prices', '#pricing'],
  [
    'Page for Aurora: features. Write to hello@aurora.example',
    'Write to us',
    'mailto:hello@aurora.example',
  ],
  ['Page for Aurora: features, contact', 'Get in touch', '#form'],
  ['Page for Aurora: hero, booking form', 'Find a time', '#form'],
])('%s: the button %s leads to %s', async (prompt, label, href) => {
  expect((await heroFor(prompt)).actions[0]).toEqual({ label, href });
});

test('what a prompt tells its maker is not told to readers', async () => {
  const html = await pageFor(
    'A page for Aurora. Soft, romantic, blush and sage. Professional tone. It should be responsive. Please use a grid. We roast on Mondays in Lisbon.',
  );

  expect(html).toContain('We roast on Mondays in Lisbon.');
  expect(html).not.toMatch(/romantic|Professional tone|responsive\.|Please use/);
});

test('a list under any name is a section under that name', async () => {
  const spec = findSpec(
    await pageFor(
      'Careers page for Mossbase. Open positions: Engineer (remote), Designer. Apply form.',
    ),
  );
  const features = spec?.sections.find((section) => section.kind === 'features');

  expect(features).toMatchObject({
    heading: 'Open positions',
    items: [{ title: 'Engineer', text: 'Remote.' }, { title: 'Designer' }],
  });
});

test.each([
  ['RSVP form', ['first_name', 'last_name', 'email', 'company']],
  ['a form. Ask for name and phone.', ['first_name', 'last_name', 'phone']],
  ['a form with first name, email and message', ['first_name', 'email', 'message']],
  ['newsletter signup', ['first_name', 'email']],
])('%s asks for %j', async (request, fields) => {
  const spec = findSpec(await pageFor(`Page for Aurora: hero, ${request}`));

  expect(spec?.sections.find((section) => section.kind === 'form')).toMatchObject({ fields });
});
