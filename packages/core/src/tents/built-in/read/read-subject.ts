import { toLine } from '../clean-text.ts';
import { capitalised, unquoted } from './sentences.ts';
import { SECTION_MARK } from './read-sections.ts';

/** What a page is about, in the prompt's own words. */
export type Subject = {
  /** "Aurora coffee roasters"; null when the prompt names nothing. */
  name: string | null;
  /** What that is: "a CRM that helps small teams close more deals". */
  descriptor: string | null;
  /** Whom it is for. */
  audience: string | null;
};

const PAGE = String.raw`(?:(?:landing|launch|sales|product|home|web|splash|promo|event|squeeze|info|one)[ -]?)?(?:page|site|website|homepage|pager|microsite|funnel|invitation|invite|flyer|brochure|announcement|proposal|portal|hub|presence|portfolio|r[eé]sum[eé]|profile)s?`;
const OF = String.raw`(?:for|about|of|on|announcing|introducing|promoting|presenting|to (?:promote|announce|introduce|sell|present|launch|advertise|show|market|(?=(?:the|our|an?|my) )))`;
const FOR_SUBJECT = new RegExp(
  String.raw`\b${PAGE}\b(?<between>[^.!?\n:]{0,80}?)(?:\s+${OF}(?:\s+|(?<=\s))|\s*:\s*)(?<phrase>.+)`,
  'iu',
);
const BEFORE_PAGE = new RegExp(
  String.raw`(?:\b(?:an?|the|my|our|some)\s+|^)(?<phrase>[^.!?\n:]{2,80}?)\s+${PAGE}\b`,
  'iu',
);
const STYLE_ADJECTIVES =
  /^(?:(?:please|create|make|build|design|generate|write|draft|me|us|an?|the|my|our|new|beautiful|modern|simple|clean|sleek|nice|great|stunning|professional|elegant|bold|playful|responsive|minimal(?:ist)?|single|one|short|quick|good|friendly|warm|dark|light|landing|launch|sales|product|home|web|small|personal(?:ised|ized)?|and)(?:[\s,]+|$))*/iu;
const RELATIVE =
  /\s*,?\s+(?:that|which|who|where|helping|offering|selling|making|providing|serving|based)\s/iu;
const AUDIENCE =
  /\b(?:aimed at|targeted at|targeting|target(?:ed)? audience(?: is|:)?|audience(?: is|:)|designed for|built for|made for|perfect for|ideal for|intended for)\s+(?<who>[^.,;:\n\ue000]{3,80})/iu;

/** Reads what the page is for; `text` is what is left once sections and labels are taken out. */
export function readSubject(text: string): Subject {
  const audience = AUDIENCE.exec(text)?.groups?.['who']?.trim() ?? null;
  const phrase = phraseIn(text);
  const subject = phrase === null ? NOTHING : split(phrase);
  return { ...subject, audience: audience ?? subject.audience };
}

const NOTHING: Subject = { name: null, descriptor: null, audience: null };

function phraseIn(text: string): string | null {
  const after = FOR_SUBJECT.exec(text)?.groups?.['phrase'];
  const fromAfter = after === undefined ? '' : upToRequests(after);
  if (fromAfter) return fromAfter;
  const before = BEFORE_PAGE.exec(text)?.groups?.['phrase'];
  if (before !== undefined) return before.replace(STYLE_ADJECTIVES, '').trim() || null;
  const first = upToRequests(text.split('\n')[0] ?? '');
  const isTitle = first.split(/\s+/).length <= 8 && /^["\p{Lu}\d]/u.test(first);
  return isTitle && !IMPERATIVE.test(first) ? first : null;
}

const IMPERATIVE =
  /^(?:create|make|build|design|write|generate|draft|please|i |we |use|add|show|give|put|let)\b/i;

/** Whether a sentence says what the page is to be, rather than something its readers should know. */
export function saysWhatItIs(sentence: string): boolean {
  return FOR_SUBJECT.test(sentence) || new RegExp(`\\b${PAGE}\\b`, 'iu').test(sentence);
}

/** The phrase without the list of sections behind it and the words that lead over to it. */
function upToRequests(text: string): string {
  const start = /^(?:the\s+)?\ue000\s*(?:of|for|in)\s+/u.exec(text)?.[0].length ?? 0;
  return upToMark(text.slice(start));
}

function upToMark(text: string): string {
  const end = /\ue000|[.!?](?=\s|$)|[;\n]|:\s|\.\s*$/u.exec(text)?.index ?? text.length;
  return text
    .slice(0, end)
    .replace(
      /(?:[\s,:–—-]|\b(?:with|and|plus|including|includes?|featuring|has|having|have|containing|contains?|shows?|showing|sections?|an?|the|our|it|should|that|which|needs?|wants?|in|use|using|please|no)\b)+$/iu,
      '',
    )
    .replace(
      /\s*,?\s+(?:using|in|with)\s+(?:an?\s+)?(?:[a-z-]+\s+){0,3}(?:colou?rs?|palette|theme|style|tones?|look|design|mode)\b.*$/iu,
      '',
    )
    .trim();
}

function split(phrase: string): Subject {
  const quoted = /^(?<before>[^"]{0,60}?)"(?<name>[^"]{2,60})"(?<after>.*)$/u.exec(phrase)?.groups;
  if (quoted)
    return subjectOf(
      quoted['name'] ?? '',
      `${quoted['before'] ?? ''} ${quoted['after'] ?? ''}`
        .replaceAll(/\s*,?\s*\b(?:called|named|titled)\b/giu, '')
        .replaceAll(/\s+(?=,|\s)/gu, ''),
    );
  const called =
    /^(?<what>.*?)\s*,?\s+(?:called|named|titled)\s+(?:"(?<quoted>[^"]+)"|'(?<single>[^']+)'|(?<plain>\p{Lu}[\p{L}\d'&.-]*(?:\s+(?:of|the|and|&|\p{Lu}[\p{L}\d'&.-]*|\d+)(?=\s|,|$))*))(?<tail>.*)$/u.exec(
      phrase,
    )?.groups;
  if (called) {
    const name = called['quoted'] ?? called['single'] ?? called['plain'] ?? '';
    return subjectOf(name, `${called['what'] ?? ''}${called['tail'] ?? ''}`);
  }
  const apposition =
    /^(?<name>"[^"]+"|[^,(–—]{2,60}?)(?:\s*,\s*(?=(?:an?|the|our|your|my)\s|(?!with|and|or|including|featuring|that|which|who|where|using|in\s|on\s|at\s|for\s|please|based)\p{Ll}[\p{L} -]{3,80}$)|\s*[–—]\s*|\s+-\s+|\s*\(|\s+is\s+(?=an?\s))(?<what>.+?)\)?$/u.exec(
      phrase,
    )?.groups;
  if (apposition) return subjectOf(apposition['name'] ?? '', apposition['what'] ?? '');

  const kindFirst =
    /^(?:(?:our|my|the|an?|their)\s+)?(?:(?:new|upcoming|latest|next|annual)\s+)?(?<what>\p{Ll}[\p{L} -]{2,40}?)\s+(?<name>"[^"]+"|\p{Lu}[\p{L}\d'&.-]*(?:\s+(?:\p{Lu}|\d)[\p{L}\d'&.-]*)*)(?<tail>.*)$/u.exec(
      phrase,
    )?.groups;
  if (kindFirst && !/\b(?:in|at|on|from|of|near|by|for|with)$/i.test(kindFirst['what'] ?? '')) {
    return subjectOf(
      kindFirst['name'] ?? '',
      `${kindFirst['what'] ?? ''}${kindFirst['tail'] ?? ''}`,
    );
  }
  return fromOneName(phrase);
}

/** A phrase without a description of its own: "Aurora coffee roasters", "a small yoga studio in Oslo". */
function fromOneName(phrase: string): Subject {
  const relativeAt = RELATIVE.exec(phrase)?.index ?? phrase.length;
  const plain = phrase.slice(0, relativeAt).replace(/,.*$/su, '');
  const relative = phrase.slice(relativeAt).replace(/^\s*,?\s*/u, '');
  const audienceAt = /\s+(?:for|aimed at)\s+/iu.exec(plain);
  const core = audienceAt ? plain.slice(0, audienceAt.index) : plain;
  const audience = audienceAt ? plain.slice(audienceAt.index + audienceAt[0].length).trim() : null;

  const isDescription =
    /^(?:an?|my|our|your|their|some)\s+\p{Ll}/iu.test(core) &&
    !/^\S+\s+(?:new\s+)?\p{Lu}/u.test(core);
  const name = nameFrom(core.replace(/^(?:an?|the|my|our|your|their|some)\s+(?:new\s+)?/iu, ''));
  if (isDescription) return { name, descriptor: `${core} ${relative}`.trim(), audience };
  return { name, descriptor: relative || null, audience };
}

function subjectOf(name: string, what: string): Subject {
  const audienceAt = /\s+for\s+(?<who>[^.,;]{3,60})/iu.exec(what);
  return {
    name: nameFrom(name.replace(/^(?:my|our|the new|a new)\s+/iu, '')),
    descriptor:
      toLine(what.replaceAll(SECTION_MARK, ' ').replace(/^[\s,]+|[\s,.]+$/gu, ''), 240) || null,
    audience: audienceAt?.groups?.['who']?.trim() ?? null,
  };
}

function nameFrom(text: string): string | null {
  const name = unquoted(text.replaceAll(SECTION_MARK, ' ').trim()).replace(/[\s,.;:!?"]+$/u, '');
  return capitalised(toLine(name, 70)) || null;
}
