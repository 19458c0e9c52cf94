import { escapeHtml } from '../html.ts';
import { safeHref } from '../links.ts';
import { replacePlaceholders } from './placeholders.ts';
import type { Region } from './regions.ts';
import { cssText, scriptText } from './safe-text.ts';
import type { Values } from './values.ts';

type Attribute = Extract<Region, { kind: 'attribute' }>;

const ADDRESSES = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'poster',
  'cite',
  'background',
  'data',
  'xlink:href',
  'ping',
  'longdesc',
  'manifest',
  'codebase',
  'profile',
  'icon',
]);
/** What animations can set an address to. */
const ANIMATED = new Set(['to', 'from', 'by', 'values']);
const ANIMATIONS = new Set(['animate', 'set', 'animatetransform', 'animatemotion']);
/** Their address decides what the page runs: data may not choose it, only finish it. */
const RUNNING = new Set(['script', 'link', 'base', 'object', 'embed', 'applet']);
const FIXED_ORIGIN = /^\s*(?:https?:)?\/\/[^/?#{}\\]+\/|^\s*\/(?![/\\])|^\s*\.{1,2}\//i;
const PICTURE = /^data:image\/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=]*$/;

/** The whole attribute anew, quoted, with its placeholders filled for what a browser does with it. */
export function filledAttribute(attribute: Attribute, values: Values): string {
  // A name with a placeholder in it is no attribute anybody could mean.
  if (attribute.name.includes('{')) return '';
  return `${attribute.name}="${escapeHtml(filledValue(attribute, values))}"`;
}

function filledValue({ element, attributes, name, value }: Attribute, values: Values): string {
  const fillWith = (toText: (text: string) => string) =>
    replacePlaceholders(value, (placeholder) => toText(values(placeholder) ?? ''));
  if (name.startsWith('on')) return fillWith(scriptText);
  if (name === 'style') return fillWith(cssText);
  // Markup inside an attribute, and orders to the browser: nothing from outside belongs there.
  if (name === 'srcdoc' || name === 'http-equiv') return fillWith(() => '');
  if (element === 'meta' && name === 'content' && attributes.has('http-equiv'))
    return fillWith(() => '');
  if (name === 'srcset' || name === 'imagesrcset')
    return fillWith((text) => encodeURI(text.toWellFormed()));
  const isAddress = ADDRESSES.has(name) || (ANIMATIONS.has(element) && ANIMATED.has(name));
  return isAddress ? filledAddress({ element, value }, values) : fillWith((text) => text);
}

function filledAddress(
  { element, value }: { element: string; value: string },
  values: Values,
): string {
  if (RUNNING.has(element) && !FIXED_ORIGIN.test(value.slice(0, value.indexOf('{{')))) return '';
  const filled = replacePlaceholders(value, (placeholder, offset) =>
    addressPart((values(placeholder) ?? '').toWellFormed(), value.slice(0, offset)),
  );
  if (filled.trim() === '') return '';
  if (element === 'img' && PICTURE.test(filled)) return filled;
  return safeHref(filled) ?? '#';
}

/** At the front a value may be a whole address; further on it is a part, and stays one. */
function addressPart(text: string, before: string): string {
  if (before.trim() === '') return text;
  if (/[?#]/.test(before)) return encodeURIComponent(text);
  return encodeURI(text).replaceAll(/[?#]/g, encodeURIComponent);
}
