import { expect, test } from 'vitest';
import { readSections } from './read-sections.ts';
import { readSubject } from './read-subject.ts';

const subjectOf = (prompt: string) => readSubject(readSections(prompt).rest);

test.each([
  ['A launch page for Aurora coffee roasters: hero, features', 'Aurora coffee roasters', null],
  [
    'A launch page for Aurora coffee roasters with a hero and a lead form',
    'Aurora coffee roasters',
    null,
  ],
  [
    'Landing page for Orbit, a CRM that helps teams close deals, with a hero',
    'Orbit',
    'a CRM that helps teams close deals',
  ],
  [
    'Create a website for a small yoga studio in Berlin called "Lotus Flow".',
    'Lotus Flow',
    'a small yoga studio in Berlin',
  ],
  [
    'Website for North Trails, guided hiking tours in Norway, with hero',
    'North Trails',
    'guided hiking tours in Norway',
  ],
  [
    'Make a website for our new product Nimbus that syncs your files.',
    'Nimbus',
    'product that syncs your files',
  ],
  ['Portfolio of Jane Doe, a photographer in Lisbon.', 'Jane Doe', 'a photographer in Lisbon'],
  [
    'One-pager for my new book "The Quiet Hour" by Mira Stein',
    'The Quiet Hour',
    'my new book by Mira Stein',
  ],
  ['Yoga studio landing page', 'Yoga studio', null],
  ['Lotus Flow', 'Lotus Flow', null],
  ["A page for Acme's summer sale", "Acme's summer sale", null],
  ['Write a sales page for {{company}}', '{{company}}', null],
])('%s', (prompt, name, descriptor) => {
  expect(subjectOf(prompt)).toMatchObject({ name, descriptor });
});

test.each([
  ['A page about green tea for busy parents', 'busy parents'],
  ['A page for Orbit. It is aimed at home baristas.', 'home baristas'],
])('%s: is for %s', (prompt, audience) => {
  expect(subjectOf(prompt).audience).toBe(audience);
});

test('a prompt that names nothing has no subject', () => {
  expect(subjectOf('Make it nice, please.').name).toBeNull();
});
