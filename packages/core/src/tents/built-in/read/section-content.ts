import { isLineStart, type Mention } from './section-mentions.ts';
import { sentenceEnd } from './sentences.ts';

/** Kinds whose content is sentences itself: a full stop does not end it. */
const TALKATIVE = new Set<Mention['kind']>(['faq', 'testimonials', 'story', 'hero']);
const NOUN = /^(?:\s+(?:section|block|area|table|list|grid|panel|part|band|strip)s?\b)?(?:\*\*)?/iu;
const WORD_MARKER =
  /^\s+(?:with|like|such as|including|showing|listing|about|for|from|featuring|asking for|that (?:asks?|says?|answers?|explains?|shows?|lists?)|where|on|covering)\s+/iu;
/** What may follow the word itself: "opening hours Mon-Fri 9:00", "pricing $9 and $29". */
const DIRECT = new Map<Mention['kind'], RegExp>([
  [
    'schedule',
    /^\s+(?=(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rsday|urday)?\b|\d{1,2}(?::\d{2}|\s?[ap]m\b)|daily)/iu,
  ],
  ['pricing', /^\s+(?=[$€£]\s?\d)/u],
]);
const LIST_LINE = /^\s*(?:[-*•‣–]|\d{1,2}[.)])\s+\S/u;

/** What is said about a section right behind its mention, and where that ends. */
export function contentAfter(
  text: string,
  mention: Mention,
  later: readonly Mention[],
): { text: string; end: number } {
  const afterNoun = mention.end + (NOUN.exec(text.slice(mention.end))?.[0].length ?? 0);
  const rest = text.slice(afterNoun);
  const startsLine = isLineStart(text, mention.start);

  const open = /^\s*\(/u.exec(rest);
  if (open) return inParentheses(text, afterNoun + open[0].length);

  const colon = /^[ \t]*(?::|[–—](?=\s)|-(?=\s))[ \t]*(?:\*\*)?/u.exec(rest);
  if (colon) {
    const start = afterNoun + colon[0].length;
    const end = startsLine ? blockEnd(text, start) : inlineEnd(text, start, mention);
    return upTo(text, start, cutAtNext(text, { start, end }, later));
  }
  if (startsLine && /^[ \t]*(?:\n|$)/u.test(rest)) {
    const end = blockEnd(text, afterNoun);
    return upTo(text, afterNoun, cutAtNext(text, { start: afterNoun, end }, later));
  }
  const marker = WORD_MARKER.exec(rest) ?? DIRECT.get(mention.kind)?.exec(rest);
  if (marker) {
    const start = afterNoun + marker[0].length;
    const end = sentenceEnd(text, start);
    return upTo(text, start, cutAtNext(text, { start, end }, later));
  }
  return { text: '', end: afterNoun };
}

function upTo(text: string, start: number, end: number): { text: string; end: number } {
  const content = text
    .slice(start, end)
    .replace(/(?:[\s,;]|\b(?:and|plus|then|with|an?|the)\b)+$/iu, '')
    .trim();
  return { text: content, end: Math.max(start, end) };
}

function inParentheses(text: string, start: number): { text: string; end: number } {
  let depth = 1;
  let index = start;
  while (index < text.length && depth > 0) {
    if (text[index] === '(') depth += 1;
    if (text[index] === ')') depth -= 1;
    index += 1;
  }
  return { text: text.slice(start, depth === 0 ? index - 1 : index).trim(), end: index };
}

function inlineEnd(text: string, start: number, { kind }: Mention): number {
  const lineEnd = endOfLine(text, start);
  const isBlock = text.slice(start, lineEnd).trim() === '';
  if (isBlock) return blockEnd(text, start);
  return TALKATIVE.has(kind) ? lineEnd : Math.min(lineEnd, sentenceEnd(text, start));
}

/** The rest of the line and the list below it; below a bare label, the lines up to an empty one. */
function blockEnd(text: string, start: number): number {
  let end = endOfLine(text, start);
  const isBare = text.slice(start, end).trim() === '';
  let hasContent = !isBare;
  while (end < text.length) {
    const nextEnd = endOfLine(text, end + 1);
    const line = text.slice(end + 1, nextEnd);
    const isBlank = line.trim() === '';
    if (/^\s*#/u.test(line) || (isBlank && hasContent && !listGoesOn(text, nextEnd))) break;
    if (!isBlank && !LIST_LINE.test(line) && !isBare && !/^\s{2,}\S/u.test(line)) break;
    hasContent ||= !isBlank;
    end = nextEnd;
  }
  return end;
}

function listGoesOn(text: string, lineEnd: number): boolean {
  return LIST_LINE.test(text.slice(lineEnd + 1, endOfLine(text, lineEnd + 1)));
}

/** A later section named as the next of a list, or as a label of a line, ends this one. */
function cutAtNext(
  text: string,
  span: { start: number; end: number },
  later: readonly Mention[],
): number {
  for (const { start, end } of later) {
    if (start >= span.end) break;
    const before = text.slice(span.start, start);
    const startsLine = isLineStart(text, start);
    const isLabelled = /^\s*(?:\*\*)?(?::|\(|–|—|\n|$)/u.test(text.slice(end));
    const isListed =
      /(?:[,;.]|\b(?:and|plus|then|with))\s*(?:(?:an?|the|our|then|finally)\s+(?:[a-z-]+\s+)?)?$/iu.test(
        before,
      );
    if ((startsLine && isLabelled) || (isListed && start > span.start)) {
      return startsLine ? text.lastIndexOf('\n', start) : start;
    }
  }
  return span.end;
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
