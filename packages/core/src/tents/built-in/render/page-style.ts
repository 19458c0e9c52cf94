import { makePalette, type Palette, type Scheme } from '../color/palette.ts';
import type { PageSpec } from '../page-spec.ts';
import { BASE_STYLE } from './base-style.ts';
import { LOOK_STYLES, LOOK_PAINTS } from './look-style.ts';
import { stylesOf } from './sections/index.ts';
import { SHARED_STYLE } from './shared-style.ts';

/** The colours a page has in one scheme. */
export function paletteOf(spec: PageSpec, scheme: Scheme): Palette {
  return makePalette(
    { color: spec.color, second: spec.secondHue, third: spec.thirdHue, ...LOOK_PAINTS[spec.look] },
    scheme,
  );
}

/** All styles of a page, and no others. */
export function pageStyle(spec: PageSpec): string {
  return `${colorRules(spec)}:root{--longest:${longestWord(spec)}}${BASE_STYLE}${SHARED_STYLE}${LOOK_STYLES[spec.look]}${stylesOf(spec.sections)}`;
}

function colorRules(spec: PageSpec): string {
  const of = (scheme: Scheme) => propertiesOf(paletteOf(spec, scheme));
  if (spec.scheme !== 'auto') return `:root{color-scheme:${spec.scheme};${of(spec.scheme)}}`;
  return `:root{color-scheme:light dark;${of('light')}}@media (prefers-color-scheme:dark){:root{${of('dark')}}}`;
}

function propertiesOf(palette: Palette): string {
  return Object.entries(palette)
    .map(
      ([name, hex]) =>
        `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${hex}`,
    )
    .join(';');
}

const SHORT_WORD = 6;

/** Characters of the longest word of the headline: it has to fit into its line in one piece. */
function longestWord(spec: PageSpec): number {
  const words = spec.sections.flatMap((section) =>
    section.kind === 'hero' ? `${section.heading} ${section.accent}`.split(/[\s-]+/u) : [],
  );
  return Math.max(SHORT_WORD, ...words.map((word) => Math.min(40, Array.from(word).length)));
}
