import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import { assetOf, brandOf, faultsOf, FORM_ACTION, inputFor, pageFor } from './test-support.ts';
import { builtInGenerator } from './built-in-generator.ts';

const PAGE_BYTES_MAX = 60_000;

const PROMPTS = {
  launch: 'A launch page for Aurora coffee roasters: hero, features, pricing, lead form',
  software:
    'Landing page for Orbit, a CRM that helps small teams close more deals, with a hero, features: fast, secure, fair prices, how it works, pricing (Starter $9: 3 users; Plus $29; Team $99 a month), testimonials: "We finally know who called whom." – Ada Stone, Head of Sales, FAQ about delivery, call to action and a lead form',
  event:
    'Page for DevNorth 2026, a conference in Oslo on 12 May 2026. Agenda: 9:00 Doors open, 10:00 Keynote. Speakers: Ada Lovelace (Engines), Alan Turing. Tickets: Early bird €199, Regular €299. Stats: 400 seats, 12 talks. Sponsors: Acme, Globex. Registration form.',
  studio:
    'Website for a yoga studio in Berlin called "Lotus Flow". Classes: Vinyasa: flowing, Yin: slow. Opening hours: Mon-Fri 9:00-18:00, Sun closed. We teach in small groups. About us, gallery, contact form. Write to hello@lotus.example or call +49 30 1234567. Calm tone, dark theme.',
  plain: 'Make a page for Hofmann & Sons',
  nothing: '…',
  german: 'Eine Seite für die Bäckerei Müller: Hero, Preise, Kontakt',
};

describe.each(Object.entries(PROMPTS))('%s', (_, prompt) => {
  test('is valid, self-contained and small', async () => {
    const html = await pageFor(prompt);

    expect(await faultsOf(html)).toEqual([]);
    expect(Buffer.byteLength(html)).toBeLessThan(PAGE_BYTES_MAX);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
      /(?:src|href)="(?:https?:)?\/\/|@import|url\(/,
    );
  });

  test('is the same to the byte when it is made again', async () => {
    expect(await pageFor(prompt)).toBe(await pageFor(prompt));
  });
});

describe('what a prompt asks for is on the page', () => {
  test('sections in their order', async () => {
    const html = await pageFor('For Aurora: hero, pricing, FAQ, features and a contact form');

    expect([...html.matchAll(/<section\s+id="(\w+)"/g)].map(([, id]) => id)).toEqual([
      'top',
      'pricing',
      'faq',
      'features',
      'form',
    ]);
  });

  test.each([
    [
      PROMPTS.software,
      [
        '$9',
        '$29',
        '$99',
        'per month',
        '3 users',
        'We finally know who called whom.',
        'Ada Stone',
        'Head of Sales',
        'What about delivery?',
      ],
    ],
    [
      PROMPTS.event,
      [
        '12 May 2026 · Oslo',
        'Keynote',
        '9:00',
        'Alan Turing',
        'Early bird',
        '€199',
        '400',
        'Globex',
      ],
    ],
    [
      PROMPTS.studio,
      [
        'Flowing.',
        'Mon-Fri',
        '9:00-18:00',
        'We teach in small groups.',
        'hello@lotus.example',
        'tel:+49301234567',
      ],
    ],
  ])('as it was given: %s', async (prompt, texts) => {
    expect(missingIn(await pageFor(prompt), texts)).toEqual([]);
  });

  test('nobody is quoted and no figure is given that was not sent', async () => {
    const html = await pageFor('A page for Aurora with testimonials, stats, pricing and team');

    expect(html).not.toContain('<blockquote');
    expect(visibleText(html)).not.toMatch(/\d/);
  });

  test('a headline, a button and colours that were dictated', async () => {
    const html = await pageFor(
      'Page for Aurora. Headline: "Fresh every day". CTA: Order now. Colours: #123456. With a form.',
    );

    expect(missingIn(html, [/<h1[^>]*>\s*Fresh every day/])).toEqual([]);
    expect(missingIn(html, ['Order now'])).toEqual([]);
    expect(missingIn(html, ['--primary:#123456'])).toEqual([]);
  });

  test('dark means dark, and otherwise the reader’s device decides', async () => {
    expect(await pageFor('Page for Aurora. Dark theme.')).not.toContain('prefers-color-scheme');
    expect(await pageFor('Page for Aurora.')).toContain('@media (prefers-color-scheme:dark)');
  });
});

describe('personal pages', () => {
  const inputData = {
    first_name: 'Ada',
    last_name: 'Lovelace',
    company: 'Acme',
    seats: 240,
    offices: ['Berlin', 'Oslo'],
    contract: { plan: 'Office L', since: { year: 2026 } },
    is_partner: true,
    faq: [{ question: 'Who waters them?', answer: 'We do.' }],
  };

  test('everything that was sent about somebody is there', async () => {
    const html = await pageFor('A sales page for GreenDesk with hero and form', { inputData });

    expect(await faultsOf(html)).toEqual([]);
    expect(
      missingIn(html, [
        'Prepared for Ada Lovelace at Acme',
        'Ada, meet GreenDesk.',
        '240',
        'Berlin',
        'Oslo',
        'Office L',
        '2026',
        'Yes',
        'Who waters them?',
        'We do.',
      ]),
    ).toEqual([]);
  });

  test('placeholders of a prompt are filled, and unknown ones stay for a template', async () => {
    const html = await pageFor('Page for Orbit. Headline: "Hello {{first_name}} from {{city}}"', {
      inputData,
    });

    expect(missingIn(html, ['Hello Ada from {{city}}'])).toEqual([]);
  });

  test('a brand gives name, colour, logo, icon and address', async () => {
    const brand = brandOf({
      companyName: 'Verdo',
      domain: 'verdo.example',
      description: 'Plants that look after themselves.',
      primaryColor: '#0B6E4F',
      logo: assetOf('logo.svg', 'image/svg+xml'),
      icon: assetOf('icon.png', 'image/png'),
    });
    const html = await pageFor('A page for GreenDesk', { brand });

    expect(missingIn(html, ['<img src="/assets/logo.svg" alt="Verdo"'])).toEqual([]);
    expect(missingIn(html, ['<link rel="icon" href="/assets/icon.png"'])).toEqual([]);
    expect(missingIn(html, ['--primary:#0b6e4f'])).toEqual([]);
    expect(missingIn(html, ['href="https://verdo.example"'])).toEqual([]);
    expect(missingIn(html, ['Plants that look after themselves.'])).toEqual([]);
  });
});

describe('files', () => {
  test('a table, texts, pictures, players and downloads', async () => {
    const assets = [
      assetOf('team-photo.jpg', 'image/jpeg'),
      assetOf('beans.csv', 'text/csv', 'Origin;Price\nGuji;"3,5"\nHuila;2\n'),
      assetOf(
        'story.md',
        'text/markdown',
        '# How we roast\n\n**Twice** a week. [More](https://a.example)\n\n- one\n\n| a | b |\n|--|--|\n| 1 | 2 |',
      ),
      assetOf('note.txt', 'text/plain', 'First line\nSecond line'),
      assetOf('list.pdf', 'application/pdf'),
      assetOf('talk.mp3', 'audio/mpeg'),
      assetOf('film.mp4', 'video/mp4'),
    ];
    const html = await pageFor('A page for Aurora', { assets });

    expect(await faultsOf(html)).toEqual([]);
    expect(missingIn(html, [/<img src="\/assets\/team-photo.jpg" alt="Team photo"/])).toEqual([]);
    expect(missingIn(html, [/<caption>\s*beans.csv\s*<\/caption>/])).toEqual([]);
    expect(missingIn(html, [/<th scope="col"\s*>Origin<\/th>/])).toEqual([]);
    expect(missingIn(html, ['3,5'])).toEqual([]);
    expect(missingIn(html, [/<h2[^>]*>How we roast<\/h2>/])).toEqual([]);
    expect(missingIn(html, ['<strong>Twice</strong>'])).toEqual([]);
    expect(missingIn(html, ['<p>Second line</p>'])).toEqual([]);
    expect(missingIn(html, ['href="/assets/list.pdf"'])).toEqual([]);
    expect(missingIn(html, [/<audio[^>]*src="\/assets\/talk.mp3"/])).toEqual([]);
    expect(missingIn(html, [/<video[^>]*src="\/assets\/film.mp4"/])).toEqual([]);
  });

  test('of a long table the first rows, and where the rest is', async () => {
    const rows = Array.from({ length: 500 }, (_, index) => `row ${index},${index}`).join('\n');
    const html = await pageFor('A page for Aurora', {
      assets: [assetOf('long.csv', 'text/csv', `name,n\n${rows}`)],
    });

    expect(missingIn(html, ['The first 40 of 500 rows.'])).toEqual([]);
    expect(missingIn(html, ['row 39'])).toEqual([]);
    expect(html).not.toContain('row 40<');
  });

  test('text in other encodings is read', async () => {
    const latin = {
      ...assetOf('a.txt', 'text/plain'),
      read: () => Promise.resolve(Uint8Array.from([0x4d, 0xfc, 0x6e])),
    };
    const utf16 = {
      ...assetOf('b.txt', 'text/plain'),
      read: () => Promise.resolve(Uint8Array.from([0xff, 0xfe, 0x4b, 0, 0xf6, 0])),
    };
    const html = await pageFor('A page for Aurora', { assets: [latin, utf16] });

    expect(missingIn(html, ['Mün'])).toEqual([]);
    expect(missingIn(html, ['Kö'])).toEqual([]);
  });

  test('a file that cannot be read is a failure, not a page without it', async () => {
    const broken = {
      ...assetOf('a.csv', 'text/csv'),
      read: () => Promise.reject(new Error('gone')),
    };

    await expect(pageFor('A page', { assets: [broken] })).rejects.toThrow('gone');
  });
});

test('a lead form posts to where it should, with labels, and with a trap for programs', async () => {
  const html = await pageFor('Page with a lead form: name, email, phone, company and message');

  expect(missingIn(html, [`<form method="post" action="${FORM_ACTION}">`])).toEqual([]);
  for (const field of ['first_name', 'last_name', 'email', 'phone', 'company', 'message']) {
    expect(missingIn(html, [`<label for="form-${field}">`])).toEqual([]);
    expect(
      missingIn(html, [new RegExp(`<(?:input|textarea)\\s+id="form-${field}"\\s+name="${field}"`)]),
    ).toEqual([]);
  }
  expect(
    missingIn(html, [
      /<div class="trap" aria-hidden="true">[\s\S]*name="website_url"[\s\S]*tabindex="-1"/,
    ]),
  ).toEqual([]);
});

test('work that is no longer wanted is not begun', async () => {
  await expect(
    builtInGenerator.generate(inputFor('A page'), AbortSignal.abort(new Error('stop'))),
  ).rejects.toThrow('stop');
});

const EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'';

describe('nothing that comes from outside is ever more than text', () => {
  test.each([
    [
      'the prompt',
      {
        prompt: `A page for ${EVIL}: hero, features: ${EVIL}, pricing ($9 ${EVIL}), FAQ: ${EVIL}? ${EVIL}`,
      },
    ],
    ['the name', { name: EVIL, prompt: '' }],
    [
      'input data',
      {
        inputData: {
          first_name: EVIL,
          [EVIL]: EVIL,
          list: [EVIL],
          deep: { [EVIL]: { a: EVIL } },
          features: [{ title: EVIL, text: EVIL }],
        },
      },
    ],
    [
      'the brand',
      {
        brand: brandOf({
          companyName: EVIL,
          domain: EVIL,
          description: EVIL,
          primaryColor: EVIL,
          logo: { ...assetOf(EVIL, 'image/png'), url: 'javascript:alert(1)' },
        }),
      },
    ],
    [
      'file names and addresses',
      {
        assets: [
          assetOf(`${EVIL}.png`, 'image/png'),
          { ...assetOf('a.pdf', 'application/pdf'), url: 'javascript:alert(1)' },
          assetOf(`${EVIL}.pdf`, EVIL),
        ],
      },
    ],
    ['cells', { assets: [assetOf('a.csv', 'text/csv', `${EVIL},b\n${EVIL},"${EVIL}"`)] }],
    [
      'Markdown',
      {
        assets: [
          assetOf(
            'a.md',
            'text/markdown',
            `# ${EVIL}\n\n${EVIL}\n\n[a](javascript:alert(1)) ![x](https://evil.example/x.png) <javascript:alert(1)>\n\n\`\`\`\n${EVIL}\n\`\`\``,
          ),
        ],
      },
    ],
    ['texts', { assets: [assetOf('a.txt', 'text/plain', EVIL)] }],
    ['the address of the form', { prompt: 'A page with a form', formAction: EVIL }],
  ])('%s', async (_, rest) => {
    const html = await pageFor(
      'prompt' in rest ? rest.prompt : 'A page for Aurora with a gallery',
      rest,
    );

    expect(dangersIn(html)).toEqual([]);
    expect(await faultsOf(html)).toEqual([]);
  });
});

/** What a page lacks. Said this way, a test that fails does not print the page. */
function missingIn(html: string, wanted: (string | RegExp)[]): (string | RegExp)[] {
  return wanted.filter((one) => (typeof one === 'string' ? !html.includes(one) : !one.test(html)));
}

/** Scripts, event handlers and addresses that run, as a browser would find them. */
function dangersIn(html: string): string[] {
  const dangers: string[] = [];
  const open: any[] = [parse(html)];
  for (let node = open.pop(); node; node = open.pop()) {
    open.push(...(node.childNodes ?? []));
    const attributes: { name: string; value: string }[] = node.attrs ?? [];
    const isData = attributes.some(
      ({ name, value }) => name === 'type' && value === 'application/json',
    );
    if (node.nodeName === 'script' && !isData) dangers.push('script');
    for (const { name, value } of attributes) {
      if (name.startsWith('on')) dangers.push(`${name}=${value}`);
      if (/^(?:href|src|action)$/.test(name) && /^\s*(?:javascript|data:text)/i.test(value))
        dangers.push(`${name}=${value}`);
    }
  }
  return dangers;
}

function visibleText(html: string): string {
  return html.replaceAll(/<(style|script|svg|head)[\s\S]*?<\/\1>|<[^>]*>/g, ' ');
}
