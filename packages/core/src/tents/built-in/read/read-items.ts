import { toLine } from '../clean-text.ts';
import type { Entry, Item, Person, Quote } from '../page-spec.ts';
import { splitList, toItem } from './lists.ts';
import { asHeading, asSentence, sentencesOf, unquoted } from './sentences.ts';

const ITEMS_MAX = 24;

/** "Margherita €9": what it is, and what it costs below it. */
function withPrice(item: Item): Item {
  const { name = '', price = '' } =
    /^(?<name>.{2,80}?)[\s,:–-]+(?<price>(?:from\s)?[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?[€£$])$/iu.exec(
      item.title,
    )?.groups ?? {};
  return name && !item.text ? { title: name, text: price } : item;
}

export function readItems(content: string): Item[] {
  return splitList(content)
    .slice(0, ITEMS_MAX)
    .map((part) => withPrice(toItem(part)))
    .filter(({ title }) => title);
}

/** "5,000 customers, 99.9 % uptime": figures that the text itself gives. */
export function readStats(content: string): { value: string; label: string }[] {
  return splitList(content).flatMap((part) => {
    const match =
      /^(?<value>[~+<>$€£]?\s?\d[\d.,]*(?:\s?(?:%|k|m|bn|×|x|million|billion|\/\s?\d+)(?![\p{L}\d]))?\+?)\s+(?<label>.+)$/iu.exec(
        part,
      ) ?? /^(?<label>[^:]+):\s*(?<value>\S.*)$/u.exec(part);
    const { value = '', label = '' } = match?.groups ?? {};
    return /\d/.test(value)
      ? [{ value: toLine(value, 24), label: toLine(asHeading(label), 80) }]
      : [];
  });
}

const DAY = String.raw`(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|nesday|sday|rsday|urday)?s?\b\.?|day \d+|week \d+|(?:week|work)days?|weekends?|daily|every day`;
const TIME = String.raw`(?:\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|noon|midnight)`;
const SPAN = (part: string) => String.raw`(?:${part})(?:\s?(?:[–—-]|to|until)\s?(?:${part}))?`;
const WHEN = new RegExp(
  String.raw`^(?<when>(?:${SPAN(DAY)})(?:[,:]?\s+${SPAN(TIME)})?|${SPAN(TIME)}|\d{4}(?:\s?[–-]\s?\d{2,4})?)\s*(?:[:–—|-]\s*)?(?<what>.*)$`,
  'isu',
);

/** "9:00 Doors open, 10:00 Keynote": what happens when. Parts without a time belong to the one before. */
export function readEntries(content: string): Entry[] {
  const entries: Entry[] = [];
  for (const part of splitList(content).slice(0, 40)) {
    const { when = '', what = '' } = WHEN.exec(part)?.groups ?? {};
    const last = entries.at(-1);
    if (when) entries.push(entryOf(when, what));
    else if (last && !last.text && !content.includes('\n')) last.text = asSentence(part);
    else entries.push({ when: '', ...toItem(part) });
  }
  return entries.filter(({ when, title }) => when || title);
}

function entryOf(when: string, what: string): Entry {
  if (what) return { when: toLine(when, 40), ...toItem(what) };
  const time = new RegExp(`${SPAN(TIME)}$`, 'iu').exec(when)?.[0] ?? '';
  const day = when.slice(0, when.length - time.length).replace(/[\s,:]+$/u, '');
  return { when: toLine(day || when, 40), title: day ? toLine(time, 60) : '', text: '' };
}

/** "Ada Lovelace (CEO), Alan Turing": people are known by their capitals. */
export function readPeople(content: string): Person[] {
  const parts = splitList(content);
  const isWithRoles = /[;\n]/.test(content);
  return parts
    .flatMap((part) => {
      const { title, text } = toItem(part);
      const [name = '', ...role] = isWithRoles && !text ? title.split(/,\s*/) : [title];
      if (!/^(?:\p{Lu}|\{\{|\p{Lo})/u.test(name)) return [];
      return [{ name: toLine(name, 80), role: toLine(asHeading(role.join(', ') || text), 100) }];
    })
    .slice(0, ITEMS_MAX);
}

const QUOTE =
  /"(?<text>[^"\n]{8,600})"\s*(?:(?:[–—,-]|\(|\bby\b|\bsays?\b|\bsaid\b|\bfrom\b)+\s*(?<by>\p{Lu}[\p{L}.'’ -]{1,50}?)\)?(?:,\s*(?<role>[^"\n;.)]{2,60}))?(?=$|[\n;.,)"]|\s"))?/giu;

/** Quotations with who said them, as the text gives them. Nothing is ever put into anybody's mouth. */
export function readQuotes(content: string): Quote[] {
  return Array.from(content.matchAll(QUOTE), ({ groups = {} }) => ({
    text: (groups['text'] ?? '').trim(),
    by: toLine(groups['by'] ?? '', 80),
    role: toLine(groups['role'] ?? '', 80),
  })).slice(0, ITEMS_MAX);
}

/** Questions with the sentences behind each as its answer; '' where there are none. */
export function readQuestions(content: string): Item[] {
  const items: Item[] = [];
  for (const sentence of sentencesOf(content)) {
    const plain = unquoted(sentence.replace(/^(?:Q|A|question|answer)\s*[:.]\s*/i, ''));
    const last = items.at(-1);
    if (plain.endsWith('?')) items.push({ title: toLine(asHeading(plain), 200), text: '' });
    else if (last) last.text = [last.text, asSentence(plain)].filter(Boolean).join(' ');
  }
  return items.slice(0, ITEMS_MAX);
}
