const ABBREVIATION =
  /(?:\b(?:[Ee]\.g|[Ii]\.e|[Ee]tc|[Vv]s|M(?:r|rs|s)|Dr|St|[Nn]o|[Aa]pprox|Inc|Ltd|Co|[ap]\.m|U\.S)|(?<![\p{L}\d])\p{Lu})\.$/u;
const END = /[.!?…]+["”')\]]*(?=\s|$)|\n+/gu;

/** The text in sentences, trimmed; a line end ends one too. */
export function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = sentenceEnd(text, start);
    sentences.push(text.slice(start, end));
    start = text[end] === '\n' ? end + 1 : end;
  }
  return sentences.map((sentence) => sentence.replace(/^[\s\-*•#>]+/u, '').trim()).filter(Boolean);
}

/** Where the sentence that begins at `start` ends: behind its full stop, or at the line's end. */
export function sentenceEnd(text: string, start: number): number {
  END.lastIndex = start;
  for (let match = END.exec(text); match; match = END.exec(text)) {
    const end = match.index + match[0].length;
    if (match[0].startsWith('\n')) return match.index;
    if (!goesOn(text.slice(start, end), text.slice(end, end + 4))) return end;
  }
  return text.length;
}

/** A full stop ends nothing behind an abbreviation, within quotes, or before a small letter behind quotes. */
function goesOn(upTo: string, next: string): boolean {
  const quotes = upTo.split('"').length - 1;
  return (
    quotes % 2 === 1 || ABBREVIATION.test(upTo) || (upTo.endsWith('"') && /^\s+\p{Ll}/u.test(next))
  );
}

/** With a capital first letter; a name such as iPhone keeps its own. */
export function capitalised(text: string): string {
  return /^\p{Ll}\p{Lu}/u.test(text) ? text : text.replace(/^\p{Ll}/u, (l) => l.toUpperCase());
}

/** With a capital, and a full stop where nothing else ends it. */
export function asSentence(text: string): string {
  const trimmed = text.trim().replace(/[,;:\s–-]+$/u, '');
  if (!trimmed) return '';
  return capitalised(/[.!?…]["”')]?$/u.test(trimmed) ? trimmed : `${trimmed}.`);
}

/** Without the full stop a heading does not have; `?` and `!` stay. */
export function asHeading(text: string): string {
  return capitalised(unquoted(text.trim()).replace(/[\s.,;:]+$/u, ''));
}

/** Without quotes around the whole. */
export function unquoted(text: string): string {
  const match = /^(?:"([^"]*)"|'([^']*)'|“([^”]*)”)[.,;]?$/u.exec(text.trim());
  return match ? (match[1] ?? match[2] ?? match[3] ?? '').trim() : text.trim();
}

/** Typographic double quotes as plain ones, so that they are looked for in one spelling. */
export function plainQuotes(text: string): string {
  return text.replaceAll(/[“”„‟«»]/gu, '"').replaceAll(/[‘’‚‛]/gu, "'");
}

/** What stands in double quotes, in its order. */
export function quotedIn(text: string): string[] {
  return Array.from(
    text.matchAll(/"([^"\n]{1,400})"|(?<![\p{L}\d])'([^'\n]{2,400})'(?![\p{L}\d])/gu),
    (match) => (match[1] ?? match[2] ?? '').trim(),
  ).filter(Boolean);
}
