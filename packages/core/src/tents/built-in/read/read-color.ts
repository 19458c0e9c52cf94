import { fromHex, toHex } from '../color/oklch.ts';
import { NAMED_COLORS } from '../color/named-colors.ts';

const NAMES = Object.keys(NAMED_COLORS).toSorted((a, b) => b.length - a.length);
const SHADES: Readonly<Record<string, { l: number; c: number }>> = {
  dark: { l: -0.16, c: 1 },
  deep: { l: -0.12, c: 1.05 },
  rich: { l: -0.05, c: 1.15 },
  light: { l: 0.14, c: 0.8 },
  pale: { l: 0.2, c: 0.6 },
  soft: { l: 0.1, c: 0.75 },
  pastel: { l: 0.17, c: 0.65 },
  bright: { l: 0.06, c: 1.25 },
  vivid: { l: 0.02, c: 1.3 },
  muted: { l: 0, c: 0.6 },
};

const COLOR = new RegExp(
  String.raw`(?<hex>#(?:[0-9a-f]{6}|[0-9a-f]{3})\b)|\b(?:(?<shade>${Object.keys(SHADES).join('|')})[ -])?(?<name>${NAMES.join('|')})\b(?: (?:green|blue|red|pink|brown|yellow|gr[ae]y)\b)?(?!-)`,
  'gi',
);

export type ColorMention = { hex: string; text: string; start: number; end: number };

/** Every colour the text names, by hex or by name, in its order. */
export function colorsIn(text: string): ColorMention[] {
  return Array.from(text.matchAll(COLOR), (match) => {
    const { hex, shade, name } = match.groups ?? {};
    return {
      hex: hex
        ? fullHex(hex)
        : shaded(NAMED_COLORS[(name ?? '').toLowerCase()] ?? '#000000', shade),
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    };
  });
}

/** A hex colour in any of its usual spellings, as `#rrggbb`; null for anything else. */
export function toHexColor(text: string): string | null {
  const trimmed = text.trim();
  return /^#(?:[0-9a-f]{6}|[0-9a-f]{3})$/i.test(trimmed) ? fullHex(trimmed) : null;
}

function fullHex(hex: string): string {
  const digits = hex.slice(1).toLowerCase();
  return digits.length === 3 ? `#${digits.replaceAll(/./g, '$&$&')}` : `#${digits}`;
}

function shaded(hex: string, shade: string | undefined): string {
  const change = shade === undefined ? undefined : SHADES[shade.toLowerCase()];
  if (!change) return hex;
  const { l, c, h } = fromHex(hex);
  return toHex({ l: Math.min(0.95, Math.max(0.18, l + change.l)), c: c * change.c, h });
}
