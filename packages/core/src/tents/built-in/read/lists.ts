import type { Item } from '../page-spec.ts';
import { toLine } from '../clean-text.ts';
import { asHeading, asSentence, unquoted } from './sentences.ts';

const BULLET = /^\s*(?:[-*•‣–]|\d{1,2}[.)])\s+/u;
const OPENING = '([{';
const CLOSING = ')]}';

/** The members of a list as people write it: lines with bullets, else semicolons, else commas and "and". */
export function splitList(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim());
  if (lines.length > 1) return lines.map((line) => line.replace(BULLET, '').trim()).filter(Boolean);
  const line = text.replace(BULLET, '').trim();
  const bySemicolon = splitOutside(line, ';');
  if (bySemicolon.length > 1) return bySemicolon.map(withoutAnd);
  const byComma = splitOutside(line, ',');
  const last = byComma.pop();
  if (last === undefined) return [];
  return [...byComma.map(withoutAnd), ...splitAnd(withoutAnd(last))].filter(Boolean);
}

/** Split at a separator that is in no parentheses, no quotes and no number such as 5,000. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '"') isQuoted = !isQuoted;
    else if (OPENING.includes(character)) depth += 1;
    else if (CLOSING.includes(character)) depth = Math.max(0, depth - 1);
    else if (character === separator && depth === 0 && !isQuoted) {
      if (/\d/.test(text[index - 1] ?? '') && /\d/.test(text[index + 1] ?? '')) continue;
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter(Boolean);
}

function withoutAnd(text: string): string {
  return text
    .replace(/^(?:and|or|plus|&)\s+/i, '')
    .replace(/[.\s]+$/, '')
    .trim();
}

/** "clear and simple" are two; "terms and conditions of the club" is one thing. */
function splitAnd(text: string): string[] {
  const parts = text.split(/\s+(?:and|&)\s+/i);
  const isShort = parts.length === 2 && parts.every((part) => part.split(/\s+/).length <= 3);
  return isShort && !/[("]/.test(text) ? parts.map((part) => part.trim()) : [text];
}

/** "Fast: loads in a second", "Fast – …" or "Fast (…)": a title and what is said about it. */
export function toItem(text: string): Item {
  const plain = text.replaceAll('**', '').trim();
  const match =
    /^(?<title>[^:(]{2,80}?)\s*(?::\s+|\s[–—-]\s)(?<text>.+)$/su.exec(plain) ??
    /^(?<title>[^(]{2,80}?)\s*\((?<text>[^)]+)\)\.?$/su.exec(plain);
  const groups = match?.groups;
  if (!groups) return { title: toLine(asHeading(plain), 120), text: '' };
  return {
    title: toLine(asHeading(groups['title'] ?? ''), 120),
    text: asSentence(unquoted(groups['text'] ?? '')),
  };
}
