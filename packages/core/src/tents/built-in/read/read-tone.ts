import type { Look, PageSpec } from '../page-spec.ts';
import { colorsIn } from './read-color.ts';
import { sentencesOf } from './sentences.ts';

export type Tone = {
  look: Look | null;
  scheme: PageSpec['scheme'] | null;
  /** The first is the page's own, the second goes beside it. */
  colors: string[];
};

const LOOK_WORDS: readonly [Look, RegExp][] = [
  [
    'editorial',
    /\b(?:elegant|elegance|luxur\w+|premium|editorial|classic(?:al)?|timeless|refined|sophisticated|serif|magazine|artisanal|vintage|literary|warm)\b/gi,
  ],
  [
    'bold',
    /\b(?:bold(?:er)?|energetic|loud|vibrant|edgy|brutalist|striking|dynamic|punchy|urban|powerful|poster)\b/gi,
  ],
  [
    'soft',
    /\b(?:playful|friendly|fun|cute|soft(?:er)?|calm(?:ing)?|gentle|cosy|cozy|joyful|cheerful|rounded|kids?|children|soothing|light-hearted)\b/gi,
  ],
  [
    'product',
    /\b(?:modern|sleek|professional|clean|minimal(?:ist|istic)?|corporate|futuristic|techy?|crisp|b2b|businesslike|simple)\b/gi,
  ],
];

const STYLE_WORDS =
  /\b(?:colou?rs?|colou?red|palette|theme|accents?|scheme|hues?|shades?|tones?|background|branding|style|look|design|primary|buttons?)\b/i;
/** Names that hardly ever mean anything but a colour. */
const PLAIN_COLOR =
  /^(?:(?:dark|deep|light|pale|bright|soft|rich|vivid|muted|pastel) )?(?:red|blue|green|teal|navy|navy blue|purple|violet|indigo|turquoise|pink|hot pink|magenta|yellow|orange|crimson|burgundy|emerald|sky blue|royal blue|midnight blue|forest green|lavender|terracotta|grey|gray|black|white)$/i;

/** Colours, light or dark, and character, where the text speaks of how the page looks. */
export function readTone(text: string): Tone {
  return { look: lookOf(text), scheme: schemeOf(text), colors: styleColors(text) };
}

/** The look most of the words about style stand for; the one named first of equals. */
export function lookOf(text: string): Look | null {
  const found = LOOK_WORDS.map(([look, words]) => {
    const matches = [...text.matchAll(words)];
    return { look, hits: matches.length, at: matches[0]?.index ?? Infinity };
  }).filter(({ hits }) => hits > 0);
  return found.toSorted((a, b) => b.hits - a.hits || a.at - b.at)[0]?.look ?? null;
}

export function schemeOf(text: string): PageSpec['scheme'] | null {
  const noun = String.raw`(?:theme|mode|design|page|background|look|version|scheme|style|layout|site|and|,|\.|$)`;
  const isDark =
    new RegExp(String.raw`\bdark(?:er)?[ -]?${noun}`, 'i').test(text) ||
    /\b(?:make|turn|set|switch|go|be) (?:it |the (?:page|site|design|background) )?(?:all |fully |completely )?(?:dark|black)\b(?! \w*(?:blue|green|red|grey|gray|teal|purple))/i.test(
      text,
    );
  if (isDark) return 'dark';
  const isLight =
    new RegExp(
      String.raw`\b(?:light|white)[ -]?(?:theme|mode|background|version|scheme)`,
      'i',
    ).test(text) ||
    /\b(?:make|turn|set|switch) (?:it |the (?:page|site|design|background) )?(?:light|white|bright)\s*(?:[.!]|$)/i.test(
      text,
    );
  return isLight ? 'light' : null;
}

function styleColors(text: string): string[] {
  return sentencesOf(text).flatMap((sentence) => {
    const isStyle = isAboutStyle(sentence);
    const speaksOfStyle = isStyle || STYLE_WORDS.test(sentence);
    return colorsIn(sentence)
      .filter(({ text: name, start }) => {
        if (name.startsWith('#')) return true;
        const before = sentence.slice(0, start);
        const isPlain = PLAIN_COLOR.test(name);
        const isNamed = /^\p{Lu}/u.test(name) && start > 0;
        if (isNamed) return false;
        if (
          /\b(?:in|use|uses|using|with|to|make it|be)\s+(?:a |an |the )?(?:shades? of )?$/i.test(
            before,
          )
        ) {
          return isPlain || speaksOfStyle;
        }
        return (
          speaksOfStyle &&
          (isPlain || isStyle || /(?:colou?rs?|palette|theme|accents?|scheme)\b/i.test(sentence))
        );
      })
      .map(({ hex }) => hex);
  });
}

const STYLE_END =
  /\b(?:colou?rs?|style|tone|palette|theme|mode|look|mood|fonts?|vibe|design)[.!]?$/i;

/** "Soft, romantic, blush and sage.": nothing but words for how it should look. */
export function isAboutStyle(sentence: string): boolean {
  const parts = sentence
    .replace(/[.!]+$/, '')
    .split(/\s*,\s*|\s+and\s+/i)
    .filter(Boolean);
  if (parts.some((part) => part.split(/\s+/).length > 3)) return false;
  return parts.some(
    (part) =>
      STYLE_END.test(part) ||
      lookOf(part) !== null ||
      colorsIn(part).some(({ text }) => text === part),
  );
}
