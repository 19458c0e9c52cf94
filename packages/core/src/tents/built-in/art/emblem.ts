import { paletteOf } from '../render/page-style.ts';
import { type Html, trustedMarkup } from '../html.ts';
import type { PageSpec } from '../page-spec.ts';
import { randomFrom } from '../random.ts';

const FIGURES = [
  'M0 0A100 100 0 0 1 100 100A100 100 0 0 1 0 0',
  'M50 0A50 50 0 0 0 100 50A50 50 0 0 0 50 100A50 50 0 0 0 0 50A50 50 0 0 0 50 0',
  'M0 100A100 100 0 0 1 100 0V50A50 50 0 0 0 50 100z',
  'M0 50a50 50 0 0 1 100 0zM0 100a50 50 0 0 1 100 0z',
  'M50 50A50 50 0 0 1 0 0A50 50 0 0 1 50 50A50 50 0 0 1 100 0A50 50 0 0 1 50 50A50 50 0 0 1 100 100A50 50 0 0 1 50 50A50 50 0 0 1 0 100A50 50 0 0 1 50 50',
] as const;

/** A sign for those who have no logo. `isAlone`: as a file of its own, which knows no page's colours. */
export function emblem(spec: PageSpec, { isAlone = false } = {}): Html {
  const figure = randomFrom(spec.seed).pick(FIGURES);
  if (!isAlone) {
    return trustedMarkup(
      `<svg viewBox="0 0 100 100" aria-hidden="true" focusable="false"><path class="f1" d="M0 0h100v100H0z"/><g transform="translate(18 18) scale(.64)"><path class="f5" d="${figure}"/></g></svg>`,
    );
  }
  const { a1, a5 } = paletteOf(spec, 'light');
  return trustedMarkup(
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" rx="22" fill="${a1}"/><path transform="translate(18 18) scale(.64)" fill="${a5}" d="${figure}"/></svg>`,
  );
}
