import { toLine } from '../clean-text.ts';
import { safeHref } from '../links.ts';
import { FORM_FIELDS, type FormField, type SectionOf } from '../page-spec.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import { asHeading, asSentence, sentencesOf } from '../read/sentences.ts';
import type { Material } from './material.ts';

const FIELD_WORDS: readonly [RegExp, readonly FormField[]][] = [
  [/\b(?:full |your )?name\b/i, ['first_name', 'last_name']],
  [/\bfirst[ _-]?name\b/i, ['first_name']],
  [/\b(?:last[ _-]?name|surname)\b/i, ['last_name']],
  [/\be-?mail\b/i, ['email']],
  [/\b(?:phone|telephone|mobile|number)\b/i, ['phone']],
  [/\b(?:company|organi[sz]ation|business|firm)\b/i, ['company']],
  [/\b(?:message|comments?|notes?|questions?|details)\b/i, ['message']],
];

const LIST_FIELDS: FormField[] = ['first_name', 'email'];
const EVENT_FIELDS: FormField[] = ['first_name', 'last_name', 'email', 'company'];
const PARTY_FIELDS: FormField[] = ['first_name', 'last_name', 'email', 'message'];
const LEAD_FIELDS: FormField[] = ['first_name', 'last_name', 'email', 'phone', 'message'];

type FormWords = { label: string; heading: string; intro: string; button: string };
const FORM_WORDS: Readonly<Record<'list' | 'event' | 'book' | 'talk', FormWords>> = {
  list: {
    label: 'Stay in touch',
    heading: 'Be the first to know',
    intro: 'Leave your email, and you will hear from us when there is something to tell.',
    button: 'Keep me posted',
  },
  event: {
    label: 'Register',
    heading: 'Save your seat',
    intro: 'Tell us who is coming, and we will send you everything you need.',
    button: 'Register',
  },
  book: {
    label: 'Book',
    heading: 'Find a time that suits you',
    intro: 'Leave your details, and we will get back to you with a time.',
    button: 'Send request',
  },
  talk: {
    label: 'Get in touch',
    heading: 'Let us talk',
    intro: 'Leave your details, and we will get back to you.',
    button: 'Send',
  },
};

export function writeForm(material: Material, request: SectionRequest | null): SectionOf<'form'> {
  const { brief, data } = material;
  const words = formWords(material, request);
  return {
    kind: 'form',
    id: '',
    ...words,
    fields:
      fieldsIn(`${request?.content ?? ''} ${brief.askedFields}`) ?? plainFields(words, brief.text),
    button: toLine(data.button || brief.labels.button || words.button, 40),
  };
}

function formWords({ brief }: Material, request: SectionRequest | null): FormWords {
  const word = request?.word.toLowerCase() ?? '';
  if (/newsletter|wait|subscri|email form/.test(word)) return FORM_WORDS.list;
  if (/rsvp|regist/.test(word)) return FORM_WORDS.event;
  if (/book|reserv|demo/.test(word)) return FORM_WORDS.book;
  if (/contact|enquiry|inquiry|quote/.test(word)) return FORM_WORDS.talk;
  if (brief.purpose === 'event') return FORM_WORDS.event;
  if (brief.purpose === 'book') return FORM_WORDS.book;
  if (brief.purpose === 'list') return FORM_WORDS.list;
  return brief.purpose === 'launch'
    ? { ...FORM_WORDS.talk, heading: 'Be among the first', button: 'Count me in' }
    : FORM_WORDS.talk;
}

function plainFields(words: FormWords, text: string): FormField[] {
  if (words === FORM_WORDS.list) return LIST_FIELDS;
  if (words !== FORM_WORDS.event) return LEAD_FIELDS;
  const isPrivate = /\b(?:wedding|birthday|party|invitation|anniversary)\b/i.test(text);
  return isPrivate ? PARTY_FIELDS : EVENT_FIELDS;
}

/** The fields a text asks for, always with a way to answer; null when it names none. */
export function fieldsIn(content: string): FormField[] | null {
  const named = new Set(
    FIELD_WORDS.filter(([word]) => word.test(content)).flatMap(([, fields]) => fields),
  );
  if (named.size === 0) return null;
  if (/\bfirst[ _-]?name\b/i.test(content) && !/\b(?:last[ _-]?|sur)name\b/i.test(content))
    named.delete('last_name');
  if (!named.has('email') && !named.has('phone')) named.add('email');
  return FORM_FIELDS.filter((field) => named.has(field));
}

export function writeCta(
  material: Material,
  request: SectionRequest | null,
): SectionOf<'cta'> | null {
  const { action, brief, inSentence } = material;
  if (!action) return null;
  const [heading, ...more] = sentencesOf(request?.content ?? '');
  const isButton = heading !== undefined && more.length === 0 && heading.split(/\s+/).length <= 4;
  const plain =
    brief.purpose === 'event'
      ? 'Will you be there?'
      : inSentence === 'us'
        ? 'Ready when you are'
        : `Ready for ${inSentence}?`;
  return {
    kind: 'cta',
    id: '',
    label: 'Next step',
    heading: toLine(heading && !isButton ? asHeading(heading) : plain, 120),
    intro:
      more.map(asSentence).join(' ') ||
      (brief.purpose === 'event'
        ? 'It takes a minute to save your place.'
        : 'It takes a minute, and you decide what happens next.'),
    action: isButton ? { ...action, label: toLine(asHeading(heading), 40) } : action,
  };
}

/** Every way to reach them that was given; null when there is none. */
export function writeContact(material: Material): SectionOf<'contact'> | null {
  const { labels, facts, place } = material.brief;
  const emails = labels.email ? [labels.email] : facts.emails;
  const phones = labels.phone ? [labels.phone] : facts.phones;
  const websites = labels.website ? [labels.website] : facts.websites;
  const where = labels.address ?? place ?? '';
  const items: SectionOf<'contact'>['items'] = [
    ...emails.map((email) => ({
      label: 'Email',
      text: toLine(email, 120),
      href: `mailto:${encodeURI(email)}`,
    })),
    ...phones.map((phone) => ({
      label: 'Phone',
      text: toLine(phone, 40),
      href: `tel:${phone.replaceAll(/[^+\d]/g, '')}`,
    })),
    ...websites.map((website) => ({
      label: 'Web',
      text: toLine(website.replace(/^https?:\/\//i, ''), 80),
      href: websiteHref(website),
    })),
    ...(where ? [{ label: 'Where', text: toLine(where), href: null }] : []),
  ];
  if (items.length === 0) return null;
  return {
    kind: 'contact',
    id: '',
    label: 'Contact',
    heading: 'Find us',
    intro: '',
    items: items.slice(0, 8),
  };
}

export function websiteHref(website: string): string | null {
  const address = /^[a-z][a-z\d+.-]*:/i.test(website) ? website : `https://${website}`;
  return /^https?:\/\/[^\s/]+\.[^\s/]+/i.test(address) ? safeHref(address.slice(0, 500)) : null;
}
