import { toLine } from '../clean-text.ts';
import type { Item, SectionOf } from '../page-spec.ts';
import { splitList, toItem } from '../read/lists.ts';
import { readItems, readStats } from '../read/read-items.ts';
import { pricesIn, readPlans } from '../read/read-plans.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import { asHeading, capitalised } from '../read/sentences.ts';
import type { Material } from './material.ts';
import { pointsIn } from './outline.ts';
import { invitationsFor } from './topic-invitations.ts';

/** Headings for words that ask for a list of something particular. */
const OFFER_HEADINGS = new Map([
  ['services', 'What we do'],
  ['benefits', 'What is in it for you'],
  ['products', 'Take your pick'],
  ['menu', 'On the menu'],
  ['classes', 'Find your class'],
  ['courses', 'Find your course'],
  ['topics', 'What we talk about'],
  ['use cases', 'What it is good for'],
  ['ingredients', 'What goes in'],
  ['modules', 'What you will learn'],
  ['perks', 'Good to have'],
  ['values', 'What we stand for'],
]);

export function writeFeatures(
  material: Material,
  request: SectionRequest | null,
): SectionOf<'features'> {
  const { brief, data, topic } = material;
  const word = request?.word.toLowerCase() ?? '';
  const given = request ? readItems(request.content) : [];
  const isSpecific = OFFER_HEADINGS.has(word);
  const isOther =
    !isSpecific && brief.lists.some((list) => list === request || list.word === request?.word);
  const items =
    given.length > 0
      ? given
      : [...data.features, ...brief.highlights.flatMap((text) => readItems(text))];
  return {
    kind: 'features',
    id: '',
    label: isSpecific ? capitalised(word) : isOther ? '' : 'Features',
    heading: OFFER_HEADINGS.get(word) ?? (isOther ? capitalised(request?.word ?? '') : topic.offer),
    intro: '',
    ...(items.length > 0 ? { items } : plainItems(material, isSpecific)),
  };
}

/** What the prompt says in short sentences, else invitations that fit the subject. */
function plainItems(
  { brief, topic }: Material,
  isSpecific: boolean,
): { items: Item[]; heading?: string } {
  const points = pointsIn(brief).map((sentence) => ({ title: asHeading(sentence), text: '' }));
  if (points.length > 0) return { items: points };
  const { heading, items } = invitationsFor(topic.motif);
  return isSpecific ? { items } : { items, heading };
}

export function writeSteps(material: Material, request: SectionRequest | null): SectionOf<'steps'> {
  const parts = splitList((request?.content ?? '').replaceAll(/\s*(?:->|→|>)\s*/gu, '\n'));
  const given = parts.map((part) => toItem(part.replace(/^step \d+\s*[:.-]?\s*/i, '')));
  const items = given.filter(({ title }) => title).slice(0, 8);
  const plain: Item[] =
    material.brief.purpose === 'event'
      ? [
          { title: 'Leave your name', text: 'The form on this page is all it takes.' },
          { title: 'Save the date', text: 'Put it in your calendar while you think of it.' },
          { title: 'Come along', text: 'We look forward to seeing you.' },
        ]
      : [
          { title: 'Say hello', text: 'Leave your details and tell us what you have in mind.' },
          { title: 'Hear from us', text: 'We read what you wrote and come back to you.' },
          { title: 'Take the next step', text: 'You decide whether it is right for you.' },
        ];
  return {
    kind: 'steps',
    id: '',
    label: 'How it works',
    heading:
      items.length > 0
        ? `${countWord(items.length)} ${items.length === 1 ? 'step' : 'steps'}, in this order`
        : 'As simple as this',
    intro: '',
    items: items.length > 0 ? items : plain,
  };
}

function countWord(count: number): string {
  return (
    ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight'][count] ?? String(count)
  );
}

/** Figures that were given; without any there is no such section. */
export function writeStats(
  material: Material,
  request: SectionRequest | null,
): SectionOf<'stats'> | null {
  const items = [...readStats(request?.content ?? ''), ...material.data.stats];
  if (items.length === 0) return null;
  return {
    kind: 'stats',
    id: '',
    label: 'In numbers',
    heading:
      material.inSentence === 'us'
        ? 'In numbers'
        : `${capitalised(material.inSentence)} in numbers`,
    intro: '',
    items: items.slice(0, 8),
  };
}

export function writePricing(
  material: Material,
  request: SectionRequest | null,
): SectionOf<'pricing'> {
  const { brief, data, action } = material;
  const word = request?.word.toLowerCase() ?? '';
  const given = readPlans(request?.content ?? '').filter(({ price, name }) => price || name);
  const hasPrices = given.some(({ price }) => price);
  const plans = hasPrices ? given : [...data.plans, ...readPlans(pricesIn(brief.prose.join('\n')))];
  const isTickets = word === 'tickets' || brief.purpose === 'event';
  const noun = /^(?:membership|package)/.test(word)
    ? word.replace(/s$/, '')
    : isTickets
      ? 'ticket'
      : 'plan';
  return {
    kind: 'pricing',
    id: '',
    label: noun === 'plan' ? 'Pricing' : `${capitalised(noun)}s`,
    heading:
      plans.length === 0
        ? 'What does it cost?'
        : plans.length === 1
          ? 'One price'
          : `Choose your ${noun}`,
    intro:
      plans.length === 0 ? 'Tell us what you need, and we will come back to you with a price.' : '',
    plans: plans.slice(0, 8),
    action: action && {
      ...action,
      label: plans.length === 0 ? 'Ask for a price' : isTickets ? 'Get a ticket' : action.label,
    },
  };
}

export function writePartners(
  _: Material,
  request: SectionRequest | null,
): SectionOf<'partners'> | null {
  const names = splitList(request?.content ?? '')
    .map((name) => toLine(asHeading(name), 60))
    .filter((name) => /^(?:\p{Lu}|\d|\{\{)/u.test(name));
  if (names.length === 0) return null;
  return {
    kind: 'partners',
    id: '',
    label: 'Partners',
    heading: 'In good company',
    intro: '',
    names: names.slice(0, 16),
  };
}
