import { cleanText } from '../clean-text.ts';
import { escapeHtml } from '../html.ts';
import { filledAttribute } from './fill-attribute.ts';
import { withOwnForms } from './own-forms.ts';
import { PLACEHOLDER, replacePlaceholders } from './placeholders.ts';
import { type Region, regionsOf } from './regions.ts';
import { cssText, jsonText, scriptText } from './safe-text.ts';
import { CONTENT_NAMES, type Values, valuesFrom } from './values.ts';
import type { GenerationInput } from '../../tent-generator.ts';

/** Elements whose text holds no other elements. */
const TEXT_ONLY = new Set([
  'title',
  'textarea',
  'option',
  'iframe',
  'noembed',
  'noframes',
  'xmp',
  'plaintext',
]);
const SCRIPT_TYPE = /^(?:|module|(?:text|application)\/(?:x-)?(?:java|ecma)script)$/i;
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json$/i;

type Change = { start: number; end: number; text: string };

/**
 * Fills a template. A value is text wherever it lands: it cannot become markup, an attribute, a
 * script or a dangerous address. Placeholders without a value, and those in places where nothing
 * is safe, become nothing. All other bytes stay as they are.
 */
export function fillTemplate(html: string, values: Values): string {
  const regionAt = regionsByPlace(html);
  const changes = new Map<number, Change>();
  for (const match of html.matchAll(PLACEHOLDER)) {
    const span = { start: match.index, end: match.index + match[0].length };
    const region = regionAround(regionAt, span);
    const change =
      region?.kind === 'attribute'
        ? attributeChange(region, values)
        : textChange(html, span, { region, values });
    changes.set(change.start, change);
  }
  return applied(html, [...changes.values()]);
}

/** Fills what placeholders a page still has, and lets its lead forms post to its own tent. */
export function fillPlaceholders(html: string, input: GenerationInput): string {
  return fillTemplate(withOwnForms(html, input.formAction), valuesFrom(input));
}

function attributeChange(region: Extract<Region, { kind: 'attribute' }>, values: Values): Change {
  return { start: region.start, end: region.end, text: filledAttribute(region, values) };
}

function textChange(
  html: string,
  span: { start: number; end: number },
  { region, values }: { region: Region | null; values: Values },
): Change {
  const placeholder = html.slice(span.start, span.end);
  const before = html.slice(Math.max(0, span.start - LOOK_BACK_CHARS), span.start);
  const place = { region, isOpen: OPEN_TAG.test(before.replace(PLACEHOLDERS_AT_END, '')) };
  return {
    ...span,
    text: replacePlaceholders(placeholder, (name) => textFor(name, values(name) ?? '', place)),
  };
}

type Place = { region: Region | null; isOpen: boolean };

/** Behind a "<" that begins nothing, a value could complete a tag. */
const OPEN_TAG = /<[/!?]?[a-z]*$/i;
const LOOK_BACK_CHARS = 1000;
const PLACEHOLDERS_AT_END = /(?:\{\{\s*[\w.-]+\s*\}\})+$/;

function textFor(name: string, value: string, { region, isOpen }: Place): string {
  if (region?.kind === 'text') {
    if (isOpen) return '';
    const isProse = CONTENT_NAMES.has(name) && !TEXT_ONLY.has(region.element);
    return isProse ? withLineBreaks(value) : escapeHtml(value);
  }
  if (region?.kind === 'style') return cssText(value);
  if (region?.kind !== 'script') return '';
  if (SCRIPT_TYPE.test(region.type.trim())) return scriptText(cleanText(value));
  return JSON_TYPE.test(region.type.trim()) ? jsonText(cleanText(value)) : '';
}

function withLineBreaks(text: string): string {
  return escapeHtml(text.trim()).replaceAll('\n', '<br>\n');
}

/** For each place of a text the smallest region around it: text that was moved may span tags. */
function regionsByPlace(html: string): (Region | null)[] {
  const regions = regionsOf(html).toSorted((a, b) => b.end - b.start - (a.end - a.start));
  const places: (Region | null)[] = Array.from({ length: html.length }, () => null);
  for (const region of regions) places.fill(region, region.start, region.end);
  return places;
}

function regionAround(
  places: readonly (Region | null)[],
  { start, end }: { start: number; end: number },
): Region | null {
  const region = places[start] ?? null;
  return region && region.start <= start && end <= region.end ? region : null;
}

function applied(html: string, changes: Change[]): string {
  let filled = '';
  let readTo = 0;
  for (const { start, end, text } of changes.toSorted((a, b) => a.start - b.start)) {
    if (start < readTo) continue;
    filled += html.slice(readTo, start) + text;
    readTo = end;
  }
  return filled + html.slice(readTo);
}
