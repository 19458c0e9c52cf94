import { describe, expect, test } from 'vitest';
import { readSections } from './read-sections.ts';

const kindsIn = (text: string) => readSections(text).requests.map(({ kind }) => kind);
const contentOf = (text: string, kind: string) =>
  readSections(text).requests.find((request) => request.kind === kind)?.content;

describe('which sections a prompt asks for', () => {
  test.each([
    ['hero, features, pricing, lead form', ['hero', 'features', 'pricing', 'form']],
    ['with a hero, some features and a contact form', ['hero', 'features', 'form']],
    ['Sections: about, team, contact', ['story', 'team', 'contact']],
    ['Include an FAQ and testimonials.', ['faq', 'testimonials']],
    [
      'It should have a gallery, opening hours and a call to action',
      ['gallery', 'schedule', 'cta'],
    ],
    ['## Hero\nBig and bold\n## How it works\n- Sign up\n- Enjoy', ['hero', 'steps']],
    ['1. Hero\n2. Stats\n3. Partners\n4. Newsletter signup', ['hero', 'stats', 'partners', 'form']],
    ['header, hero, agenda, speakers, footer', ['hero', 'schedule', 'team']],
    ['a hero, services, then pricing', ['hero', 'features', 'pricing']],
  ])('%s', (text, kinds) => {
    expect(kindsIn(text)).toEqual(kinds);
  });

  test.each([
    'We collaborate with the team at Acme.',
    'A page about the history of tea.',
    'Our customers love the questions of life.',
    'It works for people in numbers nobody counted.',
    'Register trademarks before others do.',
  ])('none: %s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  test('a section that is refused is unwanted', () => {
    const { requests, unwanted } = readSections('hero, features, no pricing, without testimonials');

    expect(requests.map(({ kind }) => kind)).toEqual(['hero', 'features']);
    expect([...unwanted]).toEqual(['pricing', 'testimonials']);
  });
});

describe('what a prompt says about a section', () => {
  test.each([
    ['features: fast, secure, cheap, pricing: $9', 'features', 'fast, secure, cheap'],
    ['features (fast, secure), pricing ($9, $29 a month)', 'pricing', '$9, $29 a month'],
    [
      'features: fast checkout, clear pricing, friendly support',
      'features',
      'fast checkout, clear pricing, friendly support',
    ],
    ['a lead form with name, email and phone', 'form', 'name, email and phone'],
    [
      'Features:\n- Fast: loads at once\n- Safe\n\nAnd nothing else.',
      'features',
      '- Fast: loads at once\n- Safe',
    ],
    [
      'FAQ: Do you ship? Yes, everywhere. Can I return it? Within a month.',
      'faq',
      'Do you ship? Yes, everywhere. Can I return it? Within a month.',
    ],
    [
      '## Pricing\n- Free: $0\n- Pro: $12, unlimited projects\n## FAQ\n',
      'pricing',
      '- Free: $0\n- Pro: $12, unlimited projects',
    ],
  ])('%s', (text, kind, content) => {
    expect(contentOf(text, kind)).toBe(content);
  });
});
