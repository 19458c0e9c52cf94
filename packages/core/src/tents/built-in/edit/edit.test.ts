import { describe, expect, test } from 'vitest';
import { GenerationRefused } from '../../tent-generator.ts';
import { assetOf, brandOf, faultsOf, pageFor } from '../test-support.ts';

const FIRST =
  'A launch page for Aurora coffee roasters: hero, features, pricing ($9, $29, $99 a month), lead form';

const edit = (previousHtml: string, prompt: string, rest = {}) =>
  pageFor(prompt, { previousHtml, ...rest });
const kindsOf = (html: string) =>
  [...html.matchAll(/<section\s+id="([\w-]+)"/g)].map(([, id]) => id);
const headlineOf = (html: string) => /<h1[^>]*>\s*([\s\S]*?)\s*<\/h1>/.exec(html)?.[1];

describe('an edit of a page made here', () => {
  test.each([
    ['Change the headline to "Fresh every morning"', 'Fresh every morning'],
    ['headline: Fresh every morning', 'Fresh every morning'],
    ['Please make the headline say "A & B <c>".', 'A &amp; B &lt;c&gt;'],
    ['Replace "Meet Aurora." with "Hello."', 'Hello. <em>Slow down for a good cup.</em>'],
    ['Make the headline shorter', 'Meet Aurora.'],
  ])('%s', async (prompt, headline) => {
    expect(headlineOf(await edit(await pageFor(FIRST), prompt))).toBe(headline);
  });

  test.each([
    ['Add a FAQ section', ['top', 'features', 'pricing', 'faq', 'form']],
    ['Add a gallery above the pricing', ['top', 'features', 'gallery', 'pricing', 'form']],
    ['Remove the pricing section', ['top', 'features', 'form']],
    ['Move the pricing above the features', ['top', 'pricing', 'features', 'form']],
    [
      'Move the form to the top and add testimonials',
      ['top', 'form', 'features', 'pricing', 'testimonials'],
    ],
    [
      'Remove the features, then add a team section with Ada Lovelace (CEO)',
      ['top', 'pricing', 'team', 'form'],
    ],
    ['Mention that we ship to Norway', ['top', 'features', 'pricing', 'story', 'form']],
  ])('%s', async (prompt, kinds) => {
    const html = await edit(await pageFor(FIRST), prompt);

    expect(kindsOf(html)).toEqual(kinds);
    expect(await faultsOf(html)).toEqual([]);
  });

  test.each([
    ['Make it dark', 'color-scheme:dark;'],
    ['Change the colour to #2255aa', '--primary:#2255aa'],
    ['Use teal instead', '--primary:#0f8080'],
    ['Make it more playful', 'class="look-soft"'],
    ['Change the button to "Order now"', 'Order now'],
    ['Change $29 to $39', '<b>$39</b>'],
    ['Change the pricing heading to "What it costs"', 'What it costs'],
    ['Add a FAQ: Do you ship? Yes, worldwide.', 'Yes, worldwide.'],
    ['Mention that we ship to Norway', 'We ship to Norway.'],
  ])('%s', async (prompt, found) => {
    const before = await pageFor(FIRST);
    const after = await edit(before, prompt);

    expect([before.includes(found), after.includes(found)]).toEqual([false, true]);
  });

  test('leaves everything else alone', async () => {
    const before = await pageFor(FIRST);
    const after = await edit(before, 'Change the headline to "Hello"');

    const features = /<section\s+id="features"[\s\S]*?<\/section>/;
    expect(features.exec(after)?.[0]).toBe(features.exec(before)?.[0]);
  });

  test('what is added to a section that is there goes into it', async () => {
    const before = await pageFor('Page for Aurora: hero, FAQ: Do you ship? Yes. And a form');
    const after = await edit(before, 'Add to the FAQ: Can I return it? Within a month.');

    expect(kindsOf(after)).toEqual(kindsOf(before));
    expect(after.match(/<details/g)).toHaveLength(2);
  });

  test('a button never leads to a section that is gone', async () => {
    const after = await edit(await pageFor(FIRST), 'Remove the lead form');
    const ids = new Set(kindsOf(after));
    const targets = [...after.matchAll(/href="#([\w-]+)"/g)].map(([, id]) => id);

    expect(targets.filter((id) => id !== 'main' && !ids.has(id))).toEqual([]);
  });

  test('files and a brand of the edit join the page; those it has do not come twice', async () => {
    const picture = assetOf('roastery.jpg', 'image/jpeg');
    const table = assetOf('beans.csv', 'text/csv', 'a,b\n1,2');
    const once = await edit(await pageFor(FIRST), 'Add these files', {
      assets: [picture, table],
      brand: brandOf({ companyName: 'Verdo', primaryColor: '#0b6e4f' }),
    });
    const twice = await edit(once, 'Make it dark', { assets: [picture, table] });

    expect(once).toContain('--primary:#0b6e4f');
    expect(once).toContain('Verdo');
    for (const html of [once, twice]) {
      expect(html.match(/src="\/assets\/roastery.jpg"/g)).toHaveLength(1);
      expect(html.match(/<caption>/g)).toHaveLength(1);
    }
  });

  test('a wish that nobody could read out of the words gives another drawing, not the same page', async () => {
    const before = await pageFor(FIRST);
    const after = await edit(before, 'make it pop');

    expect(after).not.toBe(before);
    expect(headlineOf(after)).toBe(headlineOf(before));
  });

  test('what was read back from a page is text again, never markup', async () => {
    const before = await pageFor('Page for "</script><script>alert(1)</script>": hero, form');
    const after = await edit(before, 'Add a FAQ: <b>Why</b>? </script><script>alert(2)</script>');

    expect(after).not.toMatch(/<script>|<b>Why/);
  });

  test('a page that was changed by hand is not overwritten from memory', async () => {
    const before = (await pageFor(FIRST)).replace('Slow down for a good cup.', 'By hand.');
    const after = await edit(before, 'Replace "By hand." with "By heart."');

    expect(after).toContain('By heart.');
    expect(after).not.toContain('tented-page');
  });
});

const FOREIGN = `<!DOCTYPE html><html><head><title>Old</title><style>a, .btn { color: #ff6600; background: #FF6600 } p { color: #333 }</style></head>
<body><header><h1 class="big">Old <b>headline</b></h1><p>Old lead</p><a class="btn" href="/x">Go</a></header>
<main><section id="pricing"><h2>Prices</h2><p>$29 &amp; more</p></section><section><h2>Frequently asked questions</h2></section></main>
<script>const old = "Old lead";</script></body></html>`;

describe('an edit of a page from elsewhere', () => {
  test.each([
    ['Change the headline to "New <i>"', '<h1 class="big">New &lt;i&gt;</h1>'],
    ['Change the tagline to "New lead"', '<p>New lead</p>'],
    ['Change the button to "Start"', '<a class="btn" href="/x">Start</a>'],
    ['Change $29 to $39', '<p>$39 &amp; more</p>'],
    ['Replace "$29 & more" with "<free>"', '<p>&lt;free&gt;</p>'],
    [
      'Change the colour to #2255aa',
      'a, .btn { color: #2255aa; background: #2255aa } p { color: #333 }',
    ],
  ])('%s', async (prompt, found) => {
    expect(await edit(FOREIGN, prompt)).toContain(found);
  });

  test('replaces text where it is read, and in no script', async () => {
    const html = await edit(FOREIGN, 'Replace "Old lead" with "New"');

    expect(html).toContain('<p>New</p>');
    expect(html).toContain('const old = "Old lead";');
  });

  test('removes a section by its name or by its heading', async () => {
    expect(await edit(FOREIGN, 'Remove the pricing')).not.toContain('Prices');
    expect(await edit(FOREIGN, 'Remove the FAQ')).not.toContain('Frequently');
  });

  test('adds a section before the end of the main part, in styles that reach nothing else', async () => {
    const html = await edit(FOREIGN, 'Add a contact form');

    expect(html).toMatch(/<\/section><div class="tented-added"><section\s+id="added-form"/);
    expect(html).toMatch(/<style>@scope \(\.tented-added\)\{[^<]*\}<\/style>\s*<\/head>/);
    expect(html).toContain('action="/p/acme/submit"');
  });

  test('is refused, with a reason, when it is not understood', async () => {
    await expect(edit(FOREIGN, 'make it pop')).rejects.toThrow(GenerationRefused);
    await expect(edit(FOREIGN, 'make it pop')).rejects.toThrow(/did not understand/);
  });
});
