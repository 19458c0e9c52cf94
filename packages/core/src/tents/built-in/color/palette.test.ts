import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contrastOf, fromHex, toHex } from './oklch.ts';
import { makePalette, type Palette, type Scheme } from './palette.ts';

const hexColor = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`);
const hue = fc.integer({ min: 0, max: 359 });

const TEXT_ON_GROUND: readonly [keyof Palette, (keyof Palette)[]][] = [
  ['ink', ['bg', 'tint', 'card']],
  ['muted', ['bg', 'tint', 'card']],
  ['link', ['bg', 'tint', 'card']],
  ['onPrimary', ['primary']],
  ['onDeep', ['deep', 'deepCard']],
  ['deepMuted', ['deep', 'deepCard']],
  ['deepLink', ['deep', 'deepCard']],
  // A button on a strong band: its ground is the link colour, its letters the band's.
  ['deep', ['deepLink']],
];

test.each<Scheme>(['light', 'dark'])('%s: whatever the colour, all text meets AA', (scheme) => {
  fc.assert(
    fc.property(hexColor, hue, hue, (color, second, third) => {
      const palette = makePalette({ color, second, third, warmth: 1.1, vividness: 1 }, scheme);
      for (const [text, grounds] of TEXT_ON_GROUND) {
        for (const ground of grounds) {
          expect(contrastOf(palette[text], palette[ground])).toBeGreaterThanOrEqual(4.5);
        }
      }
      expect(contrastOf(palette.field, palette.card)).toBeGreaterThanOrEqual(3);
    }),
  );
});

test('a brand colour is the colour of the buttons, to the byte', () => {
  const paint = { color: '#ff6600', second: 80, third: 200, warmth: 1, vividness: 1 };

  expect(makePalette(paint, 'light').primary).toBe('#ff6600');
});

test('on a dark page a dark brand colour still shows', () => {
  const paint = { color: '#000033', second: 80, third: 200, warmth: 1, vividness: 1 };
  const { primary, bg } = makePalette(paint, 'dark');

  expect(contrastOf(primary, bg)).toBeGreaterThanOrEqual(3);
});

test('a colour survives the way to lightness, chroma and hue and back', () => {
  fc.assert(
    fc.property(hexColor, (hex) => {
      const back = toHex(fromHex(hex));
      for (const at of [1, 3, 5]) {
        const [before, after] = [hex, back].map((one) =>
          Number.parseInt(one.slice(at, at + 2), 16),
        );
        expect(Math.abs((before ?? 0) - (after ?? 0))).toBeLessThanOrEqual(2);
      }
    }),
  );
});

test.each([
  ['#000000', '#ffffff', 21],
  ['#777777', '#ffffff', 4.48],
  ['#ffffff', '#ffffff', 1],
])('the contrast of %s and %s is %d', (one, other, ratio) => {
  expect(contrastOf(one, other)).toBeCloseTo(ratio, 1);
  expect(contrastOf(other, one)).toBeCloseTo(ratio, 1);
});
