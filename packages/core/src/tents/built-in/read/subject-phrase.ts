/** The words a prompt spends on its subject. `isTitle`: their first capital may be a sentence's. */
export type Phrase = { text: string; isTitle: boolean };

const PAGE = String.raw`(?:(?:landing|launch|sales|product|home|web|splash|promo|event|squeeze|info|one)[ -]?)?(?:page|site|website|homepage|pager|microsite|funnel|invitation|invite|flyer|brochure|announcement|proposal|portal|hub|presence|portfolio|r[eé]sum[eé]|profile|seite)s?`;
const TELLS = 'promot|announc|introduc|sell|present|launch|advertis|show|market|explain|describ';
const OF = String.raw`(?:for|about|of|on|für|über|para|sobre|pour|sur|(?:that |which |to )?(?:${TELLS})(?:e?s|ing|e)?|to (?=(?:the|our|an?|my) ))`;
const TELL = new RegExp(String.raw`^(?:please\s+)?(?:${TELLS})e?\s+(?<phrase>.+)`, 'iu');
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
export function findPhrase(text: string): Phrase | null {
  const after = FOR_SUBJECT.exec(text)?.groups?.['phrase'] ?? TELL.exec(text)?.groups?.['phrase'];
  const fromAfter = after === undefined ? '' : upToRequests(after);
  if (fromAfter) return { text: fromAfter, isTitle: false };
  const before = BEFORE_PAGE.exec(text)?.groups?.['phrase'];
  if (before !== undefined) {
    const bare = before.replace(STYLE_ADJECTIVES, '').trim();
    return bare ? { text: bare, isTitle: true } : null;
  }
  const first = upToRequests((text.trim().split('\n')[0] ?? '').replace(/^#+\s*/, ''));
  const isTitle = first.split(/\s+/).length <= 8 && /^["\p{Lu}\d]/u.test(first);
  return isTitle && !IMPERATIVE.test(first) ? { text: first, isTitle: true } : null;
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
