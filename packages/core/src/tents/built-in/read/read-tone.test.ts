import { expect, test } from 'vitest';
import { readTone } from './read-tone.ts';

test.each([
  ['Use #FF6600 and navy as colours', ['#ff6600', '#16305c']],
  ['Use #f60.', ['#ff6600']],
  ['Colours: sage green and cream', ['#8a9f7b', '#efe3c2']],
  ['in dark blue', ['#01378e']],
  ['A page for the Blue Note coffee bar, with chocolate and olive bread', []],
])('colours: %s', (text, colors) => {
  expect(readTone(text).colors).toEqual(colors);
});

test.each([
  ['Dark theme, please', 'dark'],
  ['make it dark', 'dark'],
  ['make it dark blue', null],
  ['On a white background', 'light'],
  ['A page about dark chocolate', null],
])('scheme: %s', (text, scheme) => {
  expect(readTone(text).scheme).toBe(scheme);
});

test.each([
  ['elegant and timeless', 'editorial'],
  ['bold, loud and dynamic', 'bold'],
  ['playful and friendly', 'soft'],
  ['clean and professional', 'product'],
  ['a page about tea', null],
])('look: %s', (text, look) => {
  expect(readTone(text).look).toBe(look);
});
