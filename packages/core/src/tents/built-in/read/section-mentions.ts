import { SECTION_WORDS, type SectionWord } from './section-words.ts';

export type Mention = { kind: SectionWord['kind']; word: string; start: number; end: number };
type Candidate = Mention & { isSure: boolean };

const WORDS = new RegExp(
  String.raw`(?<![\p{L}\d{.#@/-])(?:${SECTION_WORDS.map(({ words }) => `(${words})`).join('|')})(?![\p{L}\d}@/-])`,
  'giu',
);
const NOUN = String.raw`(?:section|block|area|table|list|grid|panel|part|band|strip)s?`;
const PARENTHESES = String.raw`\s*(?:\([^()\n]{0,400}\)\s*)?`;
const BETWEEN = new RegExp(
  String.raw`^\s*(?:${NOUN})?${PARENTHESES}(?:[,;/+&|>→]|\n[\s\-*•#\d.)]*|\b(?:and|then|plus|with|or)\b|\s)+(?:(?:an?|the|our|some|also|as well as|then|finally|[a-z]+(?:-[a-z]+)?)\s+){0,2}$`,
  'iu',
);
const SEPARATED = /[,;/+&|>→\n]|\b(?:and|then|plus|or)\b/iu;
const ASKED =
  /(?:^|[\s,(:])(?:with|and|plus|includ(?:e|es|ing)|add|adds|adding|ha(?:s|ve|ving)|shows?|showing|wants?|needs?|contains?|containing|featuring|sections?:|insert|put in|remove|delete|drop|without|no|move|above|below|before|after)\s+(?:(?:an?|the|our|some|also|my)\s+)?(?:[\w-]+\s+){0,2}$/i;

/** Where sections are named, in order. Words that also mean other things count only in company. */
export function mentionsIn(text: string): Mention[] {
  const candidates = candidatesIn(text);
  const isMeant = candidates.map(
    (candidate) => candidate.isSure || isLabel(text, candidate) || isAskedFor(text, candidate),
  );
  // A list of sections is known by its neighbours: it is walked until nobody joins any more.
  for (let hasGrown = true; hasGrown;) {
    hasGrown = false;
    candidates.forEach((candidate, index) => {
      if (isMeant[index]) return;
      const joins = [index - 1, index + 1].some(
        (other) => isMeant[other] && areListed(text, candidates[other], candidate),
      );
      if (joins) {
        isMeant[index] = true;
        hasGrown = true;
      }
    });
  }
  return candidates.filter((_, index) => isMeant[index]);
}

function candidatesIn(text: string): Candidate[] {
  return Array.from(text.matchAll(WORDS), (match) => {
    const group = match.findIndex((value, index) => index > 0 && value !== undefined) - 1;
    const { kind = 'frame', isSure = false } = SECTION_WORDS[group] ?? {};
    const start = match.index;
    return { kind, isSure, word: match[0], start, end: start + match[0].length };
  });
}

/** "Team:", "team (…)", "a team section", or alone on its line. */
function isLabel(text: string, { start, end }: Mention): boolean {
  const before = text.slice(Math.max(0, start - 20), start);
  const after = text.slice(end, end + 60);
  if (new RegExp(String.raw`^\s+${NOUN}\b`, 'iu').test(after)) return true;
  if (isLineStart(text, start) && /^\s*(?:\*\*)?\s*(?:[:–—]|-\s|\(|$|\n)/u.test(after)) return true;
  return /^(?:\s*:|\s*\()/u.test(after) && !/\b(?:the|a|an|for|of|to|by|in|at)\s+$/i.test(before);
}

function isAskedFor(text: string, { start, end }: Mention): boolean {
  const before = text.slice(Math.max(0, start - 60), start);
  if (!ASKED.test(before)) return false;
  return /^(?:\s*(?:[,.;!?()\n]|$)|\s+(?:with|and|of|for|from|about|that|section|to)\b)/i.test(
    text.slice(end),
  );
}

function areListed(text: string, one: Mention | undefined, other: Mention): boolean {
  if (!one) return false;
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  const between = text.slice(first.end, second.start);
  if (between.includes('\n') && ![first, second].every(({ start }) => isLineStart(text, start))) {
    return false;
  }
  return between.length < 500 && SEPARATED.test(between) && BETWEEN.test(between);
}

/** Nothing but the marks of a list, a heading or an article stands before it on its line. */
export function isLineStart(text: string, index: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
  return /^[\s\-*•#>\d.)]*(?:the |our )?$/i.test(before);
}
