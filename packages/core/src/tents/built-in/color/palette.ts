import { contrastOf, fromHex, type Oklch, toHex } from './oklch.ts';

/** WCAG AA for text, with a little air, since browsers blend the edges of letters. */
const TEXT_CONTRAST = 4.6;
const BODY_CONTRAST = 7;
/** For what is not text but must be seen. */
const SEEN_CONTRAST = 3.05;
const LIGHTNESS_STEP = 0.01;

export type Scheme = 'light' | 'dark';

/** The roles colours play on a page; each is a custom property of its style. */
export type Palette = {
  /** Grounds: the page, a quieter band, a card. */
  bg: string;
  tint: string;
  card: string;
  /** Text on any of the three. */
  ink: string;
  muted: string;
  link: string;
  line: string;
  /** The edge of a field, which has to be seen. */
  field: string;
  /** A button, and what is written on it. */
  primary: string;
  onPrimary: string;
  /** A band of strong colour, and text on it. */
  deep: string;
  deepCard: string;
  onDeep: string;
  deepMuted: string;
  deepLink: string;
  /** For drawings alone: they need no contrast. */
  a1: string;
  a2: string;
  a3: string;
  a4: string;
  a5: string;
  a6: string;
};

export type Paint = {
  /** The colour everything is derived from. */
  color: string;
  /** Hues of the second and the third colour of drawings, in degrees. */
  second: number;
  third: number;
  /** How much of the colour is in the grounds: 0 = none. */
  warmth: number;
  /** How strong the colours of drawings are: 1 = fully. */
  vividness: number;
};

/** Every pair of text and ground in it meets AA, whatever the colour is. */
export function makePalette(paint: Paint, scheme: Scheme): Palette {
  const base = fromHex(paint.color);
  const grounds = scheme === 'light' ? lightGrounds(base, paint) : darkGrounds(base, paint);
  const on = [grounds.bg, grounds.tint, grounds.card];
  const deeps = [grounds.deep, grounds.deepCard];
  const isLight = scheme === 'light';
  const { h } = base;
  const chroma = Math.min(base.c, 0.16);
  const accent = { l: 0.84, c: Math.min(0.12, base.c), h: paint.second };
  const primary = isLight ? paint.color : lifted(paint.color, grounds.bg);

  return {
    ...grounds,
    ink: readable({ l: isLight ? 0.24 : 0.95, c: grey(base, 0.03), h }, on, BODY_CONTRAST),
    muted: readable({ l: isLight ? 0.47 : 0.76, c: grey(base, 0.025), h }, on, TEXT_CONTRAST),
    link: readable({ l: isLight ? base.l : 0.8, c: chroma, h }, on, TEXT_CONTRAST),
    field: readable({ l: isLight ? 0.62 : 0.55, c: grey(base, 0.02), h }, on, SEEN_CONTRAST),
    primary,
    onPrimary: textOn(primary, base),
    onDeep: readable({ l: 0.97, c: grey(base, 0.015), h }, deeps, BODY_CONTRAST),
    deepMuted: readable({ l: 0.84, c: grey(base, 0.035), h }, deeps, TEXT_CONTRAST),
    deepLink: readable(accent, deeps, TEXT_CONTRAST),
    ...drawingColors(base, paint, scheme),
  };
}

type Grounds = Pick<Palette, 'bg' | 'tint' | 'card' | 'line' | 'deep' | 'deepCard'>;

function lightGrounds(base: Oklch, { warmth }: Paint): Grounds {
  const h = base.h;
  const tone = (l: number, c: number) => toHex({ l, c: Math.min(c * warmth, base.c), h });
  return {
    bg: tone(0.985, 0.006),
    tint: tone(0.955, 0.016),
    card: tone(0.998, 0.002),
    line: tone(0.89, 0.018),
    deep: toHex({ l: 0.285, c: grey(base, 0.075), h }),
    deepCard: toHex({ l: 0.34, c: grey(base, 0.08), h }),
  };
}

function darkGrounds(base: Oklch, { warmth }: Paint): Grounds {
  const h = base.h;
  const tone = (l: number, c: number) => toHex({ l, c: Math.min(c * warmth, base.c), h });
  return {
    bg: tone(0.175, 0.012),
    tint: tone(0.21, 0.016),
    card: tone(0.245, 0.018),
    line: tone(0.34, 0.02),
    deep: toHex({ l: 0.27, c: grey(base, 0.07), h }),
    deepCard: toHex({ l: 0.325, c: grey(base, 0.075), h }),
  };
}

type DrawingColors = Pick<Palette, 'a1' | 'a2' | 'a3' | 'a4' | 'a5' | 'a6'>;

function drawingColors(
  base: Oklch,
  { second, third, vividness }: Paint,
  scheme: Scheme,
): DrawingColors {
  const isLight = scheme === 'light';
  const isGrey = base.c < 0.03;
  const strength = isGrey ? 0.25 : vividness;
  return {
    a1: toHex({ l: Math.min(0.66, Math.max(0.46, base.l)), c: base.c, h: base.h }),
    a2: toHex({ l: 0.79, c: 0.13 * strength, h: second }),
    a3: toHex({ l: isLight ? 0.9 : 0.42, c: (isLight ? 0.05 : 0.06) * strength, h: base.h }),
    a4: toHex({ l: isLight ? 0.31 : 0.2, c: grey(base, 0.07), h: base.h }),
    a5: toHex({ l: isLight ? 0.96 : 0.88, c: 0.025 * strength, h: second }),
    a6: toHex({ l: 0.68, c: 0.15 * strength, h: third }),
  };
}

/** At most so much chroma, and none where the colour itself is a grey. */
function grey(base: Oklch, chromaMax: number): number {
  return Math.min(base.c * 0.6, chromaMax);
}

/** The colour, made lighter or darker until it can be read on all the grounds. */
function readable(color: Oklch, grounds: string[], contrastMin: number): string {
  const isReadable = (hex: string) =>
    grounds.every((ground) => contrastOf(hex, ground) >= contrastMin);
  const isOnLight =
    contrastOf(grounds[0] ?? '#ffffff', '#000000') > contrastOf(grounds[0] ?? '#ffffff', '#ffffff');
  const step = isOnLight ? -LIGHTNESS_STEP : LIGHTNESS_STEP;
  for (let l = color.l; l >= 0 && l <= 1; l += step) {
    const hex = toHex({ ...color, l });
    if (isReadable(hex)) return hex;
  }
  return isOnLight ? '#000000' : '#ffffff';
}

/** Near white or near black, whichever can be read on a colour that was given. */
function textOn(ground: string, base: Oklch): string {
  const white = toHex({ l: 0.99, c: 0.005, h: base.h });
  const black = toHex({ l: 0.16, c: 0.02, h: base.h });
  if (contrastOf(white, ground) >= TEXT_CONTRAST) return white;
  if (contrastOf(black, ground) >= TEXT_CONTRAST) return black;
  return contrastOf('#ffffff', ground) > contrastOf('#000000', ground) ? '#ffffff' : '#000000';
}

/** On a dark page a dark brand colour would vanish: it is lifted until a button shows. */
function lifted(hex: string, ground: string): string {
  const { c, h, ...color } = fromHex(hex);
  let { l } = color;
  while (contrastOf(toHex({ l, c, h }), ground) < SEEN_CONTRAST && l < 1) l += LIGHTNESS_STEP;
  return toHex({ l, c, h });
}
