import type { SectionKind } from '../page-spec.ts';
import { contentAfter } from './section-content.ts';
import { mentionsIn } from './section-mentions.ts';

/** A section that a text asks for, and what the text says about it. */
export type SectionRequest = { kind: SectionKind; word: string; content: string };

/** Stands in `rest` where a request was taken out. */
export const SECTION_MARK = '\ue000';

export type SectionReading = {
  requests: SectionRequest[];
  /** Kinds that are named only to say that they are not wanted. */
  unwanted: Set<SectionKind>;
  /** The text without the requests. */
  rest: string;
};

const REFUSED =
  /\b(?:no|without|not? (?:want|need)|don'?t (?:want|need|include|add)|skip|leave out|omit)\s+(?:an?\s+|any\s+|the\s+)?(?:[\w-]+\s+)?$/i;

/** Finds the sections a text asks for, in its order, each with what is said about it. */
export function readSections(text: string): SectionReading {
  const mentions = mentionsIn(text);
  const requests: SectionRequest[] = [];
  const unwanted = new Set<SectionKind>();
  let rest = '';
  let readTo = 0;

  mentions.forEach((mention, index) => {
    if (mention.start < readTo) return;
    const isRefused = REFUSED.test(text.slice(Math.max(0, mention.start - 60), mention.start));
    const content = contentAfter(text, mention, mentions.slice(index + 1));
    const endsSentence = /[.!?]\s*$/.test(text.slice(mention.end, content.end));
    rest += `${text.slice(readTo, mention.start)}${SECTION_MARK}${endsSentence ? '\n' : ''}`;
    readTo = content.end;
    if (mention.kind === 'frame') return;
    if (isRefused) unwanted.add(mention.kind);
    else requests.push({ kind: mention.kind, word: mention.word, content: content.text });
  });

  return { requests: merged(requests), unwanted, rest: rest + text.slice(readTo) };
}

/** The same kind named twice is one section, with all that was said; other words make others. */
function merged(requests: SectionRequest[]): SectionRequest[] {
  const byWord = new Map<string, SectionRequest>();
  for (const request of requests) {
    const isOnce = request.kind !== 'features' && request.kind !== 'story';
    const key = isOnce ? request.kind : `${request.kind} ${request.word.toLowerCase()}`;
    const earlier = byWord.get(key);
    if (!earlier) byWord.set(key, { ...request });
    else if (!earlier.content) earlier.content = request.content;
    else if (request.content) earlier.content += `\n${request.content}`;
  }
  return [...byWord.values()];
}
