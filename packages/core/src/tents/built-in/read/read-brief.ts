import { cleanText } from '../clean-text.ts';
import { type Addressee, readAddressee } from './read-addressee.ts';
import { type Facts, placeIn, readFacts } from './read-facts.ts';
import { type Labels, readLabels } from './read-labels.ts';
import {
  readSections,
  SECTION_MARK,
  type SectionReading,
  type SectionRequest,
} from './read-sections.ts';
import { readSubject, type Subject } from './read-subject.ts';
import { findPhrase, saysWhatItIs } from './subject-phrase.ts';
import { isAboutStyle, readTone, type Tone } from './read-tone.ts';
import { splitList } from './lists.ts';
import { asSentence, plainQuotes, sentencesOf } from './sentences.ts';

export type Purpose = 'launch' | 'event' | 'sale' | 'list' | 'book' | 'show';

/** All that a prompt says, sorted. */
export type Brief = {
  text: string;
  labels: Labels;
  /** To whom it is written; then the subject is theirs no more than anybody's. */
  addressee: Addressee | null;
  subject: Subject;
  tone: Tone;
  facts: Facts;
  place: string | null;
  purpose: Purpose;
  sections: SectionReading;
  /** Sentences that speak to the reader of the page, not to whoever makes it. */
  prose: string[];
  /** "highlight our fast delivery": what is to be made much of. */
  highlights: string[];
  /** "Flavours: vanilla, mint": lists under names that stand for no kind of section. */
  lists: SectionRequest[];
  /** "Ask for name and email": what the form should ask for. */
  askedFields: string;
};

const PROMPT_CHARS_MAX = 12_000;

const PURPOSES: readonly [Purpose, RegExp][] = [
  [
    'event',
    /\b(?:conference|summit|festival|event|meet-?up|webinar|workshop|concert|party|hackathon|wedding|invitation|agenda|speakers|rsvp|exhibition|gala)\b/i,
  ],
  ['list', /\b(?:wait-?list|waiting list|newsletter|coming soon|subscribe)\b/i],
  ['launch', /\b(?:launch(?:ing)?|introducing|announc\w+|new product|release)\b/i],
  ['book', /\b(?:booking|book (?:a|an|your)|appointment|reservation|reserve|consultation|demo)\b/i],
  ['sale', /\b(?:sales?|offer|buy|pricing|prices|order|shop|proposal|quote)\b/i],
];

export function readBrief(prompt: string): Brief {
  const text = cleanText(plainQuotes(prompt)).slice(0, PROMPT_CHARS_MAX);
  const { labels, rest: unlabelled } = readLabels(text);
  const sections = readSections(unlabelled);
  const { prose, highlights, lists, askedFields } = readProse(sections.rest);
  const title = asSentence(findPhrase(sections.rest)?.text ?? '');
  const addressee = readAddressee(sections.rest);
  const subject = readSubject(sections.rest);
  return {
    text,
    labels,
    addressee,
    subject: addressee ? { ...subject, name: null, isProper: false, descriptor: null } : subject,
    tone: readTone(text),
    facts: readFacts(text),
    place: labels.place ?? placeIn(sections.rest.replace(addressee?.words ?? '', '')),
    purpose: PURPOSES.find(([, words]) => words.test(text))?.[0] ?? 'show',
    sections,
    prose: prose.filter((sentence) => sentence !== title),
    highlights,
    lists,
    askedFields,
  };
}

const TO_THE_MAKER =
  /^(?:(?:please|then|also|and|now|just|could you|can you|you)\s+)*(?:creat|announc|introduc(?!ing)|promot|present\b|explain|describ|showcas|advertis|mak|build|design|writ|generat|draft|us(?:e|ing)\b|add|includ|put|show|giv|keep|ensur|let\b|we need|we want|we'd like|i\b|i'd|need|want|should|must|avoid|don'?t|do not|focus|target|set\b|plac|start with|end with|no\b|without|with\b|page|landing|sections?\b|tone|style|colou?rs?|palette|layout|font|it (?:should|must|needs)|the (?:page|site|website|design|tone|style|layout|text|copy|form|button|hero|colou?rs?)\b|everything|responsive|mobile|remove|change|replace|update|personali[sz]e|address)/i;
const ABOUT_THE_PAGE =
  /\b(?:landing page|web ?page|website|one-pager|this page|the page|sections?|placeholders?|template|layout|typography|call to action|headline|hero)\b/i;
const MENTION =
  /^(?:(?:please|also|and)\s+)*(?:mention|say|note|highlight|stress|emphasi[sz]e|explain|point out|state|tell (?:people|visitors|them|readers|customers))\s+(?<that>that\s+)?(?<what>.+)$/isu;

const ASKS = /^(?:please\s+)?(?:ask|asking) (?:\w+ )?for (?<fields>.+)$/i;
const LIST = /^(?<word>\p{Lu}[\p{L} '-]{2,30}):\s+(?<content>\S.*)$/su;

type Prose = Pick<Brief, 'prose' | 'highlights' | 'lists' | 'askedFields'>;

function readProse(rest: string): Prose {
  const read: Prose = { prose: [], highlights: [], lists: [], askedFields: '' };
  for (const sentence of sentencesOf(rest)) {
    const mention = MENTION.exec(sentence)?.groups;
    const list = LIST.exec(sentence)?.groups;
    const fields = ASKS.exec(sentence)?.groups?.['fields'];
    if (mention?.['that']) read.prose.push(asSentence(mention['what'] ?? ''));
    else if (mention) read.highlights.push(mention['what'] ?? '');
    else if (fields) read.askedFields = fields;
    else if (!isForReaders(sentence)) continue;
    else if (list && splitList(list['content'] ?? '').length > 1) {
      read.lists.push({
        kind: 'features',
        word: list['word'] ?? '',
        content: list['content'] ?? '',
      });
    } else read.prose.push(asSentence(sentence));
  }
  return read;
}

function isForReaders(sentence: string): boolean {
  if (sentence.includes(SECTION_MARK) || !/\p{L}.*\s.*\p{L}/u.test(sentence)) return false;
  const isInstruction =
    TO_THE_MAKER.test(sentence) ||
    ABOUT_THE_PAGE.test(sentence) ||
    isAboutStyle(sentence) ||
    saysWhatItIs(sentence);
  return !isInstruction && sentence.split(/\s+/).length > 2;
}
