import type { Look } from '../page-spec.ts';
import { rules } from './rules.ts';

const SANS =
  "Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";
const SERIF =
  "'Iowan Old Style', 'Palatino Linotype', Palatino, 'URW Palladio L', P052, 'Book Antiqua', Georgia, 'DejaVu Serif', serif";
const CONDENSED =
  "'Avenir Next Condensed', 'HelveticaNeue-CondensedBold', 'Roboto Condensed', 'Arial Narrow', 'Liberation Sans Narrow', 'Nimbus Sans Narrow', 'DejaVu Sans Condensed', Impact, sans-serif";
const ROUND =
  "ui-rounded, 'SF Pro Rounded', 'Hiragino Maru Gothic ProN', Nunito, Quicksand, 'Varela Round', 'URW Gothic', 'Century Gothic', 'Arial Rounded MT Bold', Inter, system-ui, 'Segoe UI', sans-serif";

/** How much of the page's colour is in its grounds, and how strong its drawings are. */
export const LOOK_PAINTS: Readonly<Record<Look, { warmth: number; vividness: number }>> = {
  editorial: { warmth: 0.8, vividness: 0.72 },
  product: { warmth: 0.5, vividness: 1 },
  bold: { warmth: 0.45, vividness: 1.05 },
  soft: { warmth: 1.1, vividness: 0.8 },
};

/** The character of a page: its letters, corners and weights; sections add to it where they differ. */
export const LOOK_STYLES: Readonly<Record<Look, string>> = {
  editorial: rules`
    :root { --display: ${SERIF}; --text: ${SANS}; --weight: 500; --tracking: -0.022em; --pill: 99px; --radius: 6px; --big: 14px; --mark-radius: 50%; }
  `,
  product: rules`
    :root { --display: ${SANS}; --text: ${SANS}; --weight: 680; --tracking: -0.036em; --pill: 10px; --radius: 14px; --big: 24px; --mark-radius: 9px; }
  `,
  bold: rules`
    :root { --display: ${CONDENSED}; --text: ${SANS}; --weight: 800; --tracking: -0.012em; --pill: 0; --radius: 0; --big: 0; --mark-radius: 0; }
    h1, h2 { text-transform: uppercase; line-height: 0.96; }
    h2 { font-size: clamp(2.5rem, 1.6rem + 3.8vw, 4.75rem); }
    h3 { font-size: 1.5rem; }
    .mark { text-transform: uppercase; font-size: 1.375rem; }
    .btn { text-transform: uppercase; letter-spacing: 0.03em; font-weight: 700; }
  `,
  soft: rules`
    :root { --display: ${ROUND}; --text: ${SANS}; --weight: 700; --tracking: -0.02em; --pill: 99px; --radius: 26px; --big: 40px; --mark-radius: 38% 62% 55% 45%; }
    .label { text-transform: none; letter-spacing: 0; font-size: 1rem; }
  `,
};
