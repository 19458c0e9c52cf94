import { cleanText, toLine } from '../clean-text.ts';
import type { Look, PageSpec, SectionKind } from '../page-spec.ts';
import { colorsIn } from '../read/read-color.ts';
import { mentionsIn } from '../read/section-mentions.ts';
import { readSections, type SectionRequest } from '../read/read-sections.ts';
import { lookOf, schemeOf } from '../read/read-tone.ts';
import { asSentence, plainQuotes, sentencesOf, unquoted } from '../read/sentences.ts';

export type TextPart = 'headline' | 'lead' | 'button' | 'name';

/** One thing an edit asks for. */
export type EditCommand =
  | { do: 'write'; part: TextPart; text: string }
  | { do: 'head'; section: SectionKind; text: string }
  | { do: 'replace'; from: string; to: string }
  | { do: 'shorten' }
  | { do: 'color'; colors: string[] }
  | { do: 'scheme'; scheme: PageSpec['scheme'] }
  | { do: 'look'; look: Look }
  | { do: 'add'; requests: SectionRequest[]; place: Place | null }
  | { do: 'remove'; kinds: SectionKind[] }
  | { do: 'erase'; text: string }
  | { do: 'move'; kind: SectionKind; place: Place }
  | { do: 'say'; text: string };

export type Place = { at: 'top' } | { at: 'end' } | { at: 'before' | 'after'; kind: SectionKind };

const PROMPT_CHARS_MAX = 10_000;
const POLITE =
  /^(?:(?:please|then|also|and|now|next|finally|can you|could you|would you|i want you to|i(?:'d| would) like (?:you )?to|let's|just)[\s,]+)+/i;
const ADD =
  /^(?:add|include|insert|append|put in|create|introduce|bring in|give (?:it|the page|us)|we need|i need|i want|there should be|show)\b/i;
const REMOVE = /^(?:remove|delete|drop|take out|get rid of|hide|cut|no|without|lose|omit)\b/i;
const MOVE = /^(?:move|put|place|shift|bring)\b/i;
const CHANGE =
  /^(?:change|set|make|update|rename|replace|rewrite|edit|turn|use|switch|let|have|call)\b/i;
const PARTS: readonly [TextPart, RegExp][] = [
  [
    'lead',
    /^(?:the |a |its |our )?(?:hero )?(?:sub-?head(?:line|ing)?|sub-?title|tag ?line|lead|intro(?:duction)?(?: text)?|hero (?:text|copy)|slogan)\b/i,
  ],
  ['headline', /^(?:the |a |its |our )?(?:main |hero |page )?(?:head ?line|title|heading|h1)\b/i],
  [
    'button',
    /^(?:the |a |its |our )?(?:main |hero |primary )?(?:cta|button|call to action)(?: button)?(?: text| label| copy)?\b/i,
  ],
  ['name', /^(?:the |a |its |our )?(?:site|company|brand|page|product)(?:'s)? name\b/i],
];
const TO =
  /^\s*(?:text |copy )?(?:to(?: say| read| be)?|with|into|as|by|:|=|should (?:be|say|read)|say|read|is|→|->)\s*:?\s*/i;

/** Reads an edit sentence by sentence; what is not understood is answered with nothing. */
export function readEdit(text: string): EditCommand[] {
  const clean = cleanText(plainQuotes(text)).slice(0, PROMPT_CHARS_MAX);
  return clausesOf(clean).flatMap((clause) => commandsIn(clause));
}

/** Sentences, and within them what "and" or "then" joins, where an order follows. */
function clausesOf(text: string): string[] {
  const blocks = joinLists(text);
  return blocks.flatMap((sentence) =>
    sentence.split(
      /(?:[,;]\s*(?:and |then )?|\s+and (?:then |also )?|\s+then )(?=(?:add|include|insert|remove|delete|drop|change|rename|replace|make|use|set|move|switch|update|turn)\s)/i,
    ),
  );
}

/** The lines of a list belong to the line above it, and what follows a colon to its sentence. */
function joinLists(text: string): string[] {
  const hasBlocks = /:\s*\n|\n\s*(?:[-*•]|\d+[.)])\s/u.test(text);
  const asksForContent = /\b(?:faq|questions|testimonials?|q&a)\b[^.\n]{0,40}:/i.test(text);
  return hasBlocks || asksForContent
    ? text.split(/\n{2,}|\n(?=(?:add|remove|change|make|move|replace)\b)/i)
    : sentencesOf(text);
}

function commandsIn(clause: string): EditCommand[] {
  const order = clause.trim().replace(POLITE, '');
  if (!order) return [];
  return (
    replaceIn(order) ??
    writeIn(order) ??
    moveIn(order) ??
    removeIn(order) ??
    addIn(order) ??
    styleIn(order) ??
    sayIn(order) ??
    []
  );
}

/** "replace "A" with "B"", "change $29 to $39". */
function replaceIn(order: string): EditCommand[] | null {
  const match =
    /^(?:replace|change|swap|rename|turn|correct|fix)\s+(?:the (?:text|word|phrase|sentence|price|words)\s+)?"(?<from>[^"]+)"\s+(?:with|to|by|into|for)\s+"?(?<to>[^"]*)"?\.?$/isu.exec(
      order,
    ) ??
    /^(?:replace|change|swap)\s+(?:the price (?:of \S+ )?(?:from )?)?(?<from>[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?[€£$])\s+(?:with|to|by)\s+(?<to>[$€£]\s?\d[\d.,]*\d|[$€£]\s?\d|\d[\d.,]*\s?[€£$])/iu.exec(
      order,
    );
  const { from, to } = match?.groups ?? {};
  return from === undefined || to === undefined ? null : [{ do: 'replace', from, to }];
}

/** "change the headline to …", "headline: …", "the pricing heading should be …". */
function writeIn(order: string): EditCommand[] | null {
  const rest = order.replace(CHANGE, '').trimStart();
  if (
    /\bhead ?line|title|heading/i.test(rest) &&
    /\b(?:shorter|shorten|more concise)\b/i.test(order)
  )
    return [{ do: 'shorten' }];
  for (const [part, words] of PARTS) {
    const named = words.exec(rest)?.[0];
    const behind = named === undefined ? '' : rest.slice(named.length);
    const to = TO.exec(behind)?.[0] ?? (/^\s*"/.test(behind) ? '' : null);
    if (named !== undefined && to !== null) {
      const text = toLine(unquoted(behind.slice(to.length)).replace(/^["']|["']$/g, ''), 300);
      return text ? [{ do: 'write', part, text }] : null;
    }
  }
  const [mention] = mentionsIn(`the ${rest.replace(/^the /i, '')}`.replace(/^the (?=\S)/, 'our '));
  const heading =
    /\b(?:heading|title|headline)\s*(?:to|with|:|should (?:be|say|read))\s*(?:say |read )?(?<text>.+)$/iu.exec(
      rest,
    )?.groups?.['text'];
  if (mention && heading && mention.kind !== 'frame')
    return [{ do: 'head', section: mention.kind, text: toLine(unquoted(heading), 300) }];
  return null;
}

function moveIn(order: string): EditCommand[] | null {
  if (!MOVE.test(order)) return null;
  const [kind, other] = kindsIn(order);
  if (!kind) return null;
  if (other && /\b(?:above|before|over)\b/i.test(order))
    return [{ do: 'move', kind, place: { at: 'before', kind: other } }];
  if (other && /\b(?:below|after|under|behind)\b/i.test(order))
    return [{ do: 'move', kind, place: { at: 'after', kind: other } }];
  if (/\b(?:top|first|start|beginning|up)\b/i.test(order))
    return [{ do: 'move', kind, place: { at: 'top' } }];
  if (/\b(?:bottom|last|end|down)\b/i.test(order))
    return [{ do: 'move', kind, place: { at: 'end' } }];
  return null;
}

function removeIn(order: string): EditCommand[] | null {
  if (!REMOVE.test(order)) return null;
  const quoted = /"(?<text>[^"]+)"/u.exec(order)?.groups?.['text'];
  if (quoted) return [{ do: 'erase', text: quoted }];
  const kinds = kindsIn(order);
  return kinds.length > 0 ? [{ do: 'remove', kinds }] : null;
}

const RELATION =
  /[,\s]+(?:(?<at>above|before|below|after|under)\s+(?<what>[^.]{2,60}?)|at (?:the )?(?:very )?(?<edge>top|beginning|end|bottom))\s*\.?$/i;

function addIn(order: string): EditCommand[] | null {
  const isBare = !ADD.test(order) && !CHANGE.test(order);
  if (!isBare && !ADD.test(order)) return null;
  const relation = RELATION.exec(order);
  const place = relation ? placeOf(relation.groups ?? {}) : null;
  const what = place && relation ? order.slice(0, relation.index) : order;
  const { requests } = readSections(what.replace(ADD, 'with'));
  return requests.length > 0 ? [{ do: 'add', requests, place }] : null;
}

function placeOf({ at, what, edge }: Record<string, string | undefined>): Place | null {
  if (edge) return /top|beginning/i.test(edge) ? { at: 'top' } : { at: 'end' };
  const [kind] = kindsIn(` ${what ?? ''}`);
  if (!kind) return null;
  return { at: /above|before/i.test(at ?? '') ? 'before' : 'after', kind };
}

function styleIn(order: string): EditCommand[] | null {
  const scheme = /\b(?:light and dark|both modes|system|automatic)\b/i.test(order)
    ? 'auto'
    : schemeOf(order);
  const colors = colorsIn(order).map(({ hex }) => hex);
  const speaksOfColor =
    CHANGE.test(order) || /\b(?:colou?rs?|palette|theme|accent|more)\b/i.test(order);
  const look =
    CHANGE.test(order) || /\b(?:look|style|tone|more|design|feel)\b/i.test(order)
      ? lookOf(order)
      : null;
  const commands: EditCommand[] = [];
  if (scheme) commands.push({ do: 'scheme', scheme });
  if (colors.length > 0 && speaksOfColor) commands.push({ do: 'color', colors });
  if (look && colors.length === 0) commands.push({ do: 'look', look });
  return commands.length > 0 ? commands : null;
}

/** "mention that we ship to Canada", or a sentence for the reader of the page. */
function sayIn(order: string): EditCommand[] | null {
  const mention =
    /^(?:mention|say|note|explain|state|add)\s+(?:that\s+|a (?:note|sentence|line|paragraph|text|remark)(?: saying| that says| about)?(?: that)?\s*:?\s*)(?<text>.{3,})$/isu.exec(
      order,
    )?.groups?.['text'];
  if (mention) return [{ do: 'say', text: asSentence(unquoted(mention)) }];
  const isOrder =
    ADD.test(order) ||
    REMOVE.test(order) ||
    MOVE.test(order) ||
    CHANGE.test(order) ||
    /^(?:improve|fix|polish|tweak|adjust|shorten|expand|try|redesign|redo|do|give|increase|decrease|more|less|it|the (?:page|site|design|text|colou?rs?|layout|font)|align|center|why|what|how)\b/i.test(
      order,
    );
  const isSentence = order.split(/\s+/).length >= 4 && /[.!]$/.test(order.trim());
  return !isOrder && isSentence ? [{ do: 'say', text: asSentence(order) }] : null;
}

function kindsIn(order: string): SectionKind[] {
  // With an article before it, a word that could mean something else is read as a section.
  const kinds = mentionsIn(order.replaceAll(/\b(?:the|our|my|your) /gi, ' with the '))
    .map(({ kind }) => kind)
    .filter((kind) => kind !== 'frame');
  return [...new Set(kinds)];
}
