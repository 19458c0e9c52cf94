import { toLine } from '../clean-text.ts';
import { capitalised, unquoted } from './sentences.ts';
import { SECTION_MARK } from './read-sections.ts';
import { findPhrase } from './subject-phrase.ts';

/** What a page is about, in the prompt's own words. */
export type Subject = {
  /** "Aurora coffee roasters"; null when the prompt names nothing. */
  name: string | null;
  /** Whether that is a proper name: "Aurora", not "spring sale". */
  isProper: boolean;
  /** What that is: "a CRM that helps small teams close more deals". */
  descriptor: string | null;
  /** Whom it is for. */
  audience: string | null;
};

const RELATIVE =
  /\s*,?\s+(?:that|which|who|where|helping|offering|selling|making|providing|serving|based)\s/iu;
const AUDIENCE =
  /\b(?:aimed at|targeted at|targeting|target(?:ed)? audience(?: is|:)?|audience(?: is|:)|designed for|built for|made for|perfect for|ideal for|intended for)\s+(?<who>[^.,;:\n\ue000]{3,80})/iu;

/** Reads what the page is for; `text` is what is left once sections and labels are taken out. */
export function readSubject(text: string): Subject {
  const audience = AUDIENCE.exec(text)?.groups?.['who']?.trim() ?? null;
  const phrase = findPhrase(text);
  if (!phrase) return { ...NOTHING, audience };
  const subject = split(phrase.text.replace(/^\{\{[^}]*\}\}\s+about\s+/u, ''));
  const isProper = subject.isProper && (!phrase.isTitle || isTitleCase(subject.name ?? ''));
  return { ...subject, isProper, audience: audience ?? subject.audience };
}

const NOTHING: Subject = { name: null, isProper: false, descriptor: null, audience: null };

/** "Lotus Flow", not "Yoga studio": a title's first capital proves nothing. */
function isTitleCase(name: string): boolean {
  const [, ...others] = name.split(/\s+/);
  return others.every((word) => word.length < 4 || /^[^\p{Ll}]/u.test(word));
}

function split(phrase: string): Subject {
  const quoted = /^(?<before>[^"]{0,60}?)"(?<name>[^"]{2,60})"(?<after>.*)$/u.exec(phrase)?.groups;
  if (quoted) {
    const what = `${quoted['before'] ?? ''} ${quoted['after'] ?? ''}`
      .replaceAll(/\s*,?\s*\b(?:called|named|titled)\b/giu, '')
      .replaceAll(/\s+(?=,|\s)/gu, '');
    return { ...subjectOf(quoted['name'] ?? '', what), isProper: true };
  }
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
    /^(?:(?:our|my|the|an?|their|die|der|das|den|la|le|les|el|los|las|il)\s+)?(?:(?:new|upcoming|latest|next|annual)\s+)?(?<what>\p{Ll}[\p{L} -]{2,40}?)\s+(?<name>"[^"]+"|\p{Lu}[\p{L}\d'&.-]*(?:\s+(?:\p{Lu}|\d)[\p{L}\d'&.-]*)*)(?<tail>.*)$/u.exec(
      phrase,
    )?.groups;
  if (kindFirst && isKind(kindFirst)) {
    return subjectOf(
      kindFirst['name'] ?? '',
      `${kindFirst['what'] ?? ''}${kindFirst['tail'] ?? ''}`,
    );
  }
  return fromOneName(phrase);
}

/** "our new product Nimbus that …": what comes first says what it is, and what follows tells more. */
function isKind({ what = '', tail = '' }: Record<string, string | undefined>): boolean {
  const isLoose =
    /^(?:new|upcoming|latest|next|annual|free|the|our|my|an?|their|die|der|das|den|la|le|les|el|los|las|il)$|\b(?:in|at|on|from|of|near|by|for|with|to)$/iu;
  const goesOn = /^$|^,|^\s+(?:that|which|who|where|for|in|at|on|by|from|of|with|and)\b/iu;
  return !isLoose.test(what) && goesOn.test(tail);
}

/** A phrase without a name for what it describes: "Aurora coffee roasters", "a small yoga studio in Oslo". */
function fromOneName(phrase: string): Subject {
  const relativeAt = RELATIVE.exec(phrase)?.index ?? phrase.length;
  const plain = phrase.slice(0, relativeAt).replace(/,.*$/su, '');
  const relative = phrase.slice(relativeAt).replace(/^\s*,?\s*/u, '');
  const audienceAt = /\s+(?:for|aimed at|to)\s+/iu.exec(plain);
  const core = audienceAt ? plain.slice(0, audienceAt.index) : plain;
  const audience = audienceAt ? plain.slice(audienceAt.index + audienceAt[0].length).trim() : null;
  const bare = core.replace(ARTICLE, '');
  return {
    name: nameFrom(bare),
    isProper: isProperName(bare),
    descriptor: relative || null,
    audience,
  };
}

const ARTICLE =
  /^(?:an?|the|my|our|your|their|some|die|der|das|den|la|le|les|el|los|las|il)\s+(?:new\s+)?/iu;

function isProperName(text: string): boolean {
  return /^(?:\p{Lu}|\p{Lo}|\d|"|\{\{)/u.test(text);
}

function subjectOf(name: string, what: string): Subject {
  const audienceAt = /\s+for\s+(?<who>[^.,;]{3,60})/iu.exec(what);
  return {
    name: nameFrom(name.replace(/^(?:my|our|the new|a new)\s+/iu, '')),
    isProper: isProperName(name.replace(ARTICLE, '')),
    descriptor:
      toLine(what.replaceAll(SECTION_MARK, ' ').replace(/^[\s,]+|[\s,.]+$/gu, ''), 240) || null,
    audience: audienceAt?.groups?.['who']?.trim() ?? null,
  };
}

function nameFrom(text: string): string | null {
  const name = unquoted(text.replaceAll(SECTION_MARK, ' ').trim()).replace(/[\s,.;:!?"]+$/u, '');
  return capitalised(toLine(name, 70)) || null;
}
