import { toLine } from '../clean-text.ts';
import type { Item, SectionOf } from '../page-spec.ts';
import { splitList } from '../read/lists.ts';
import { readEntries, readPeople, readQuestions, readQuotes } from '../read/read-items.ts';
import { readPlans } from '../read/read-plans.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import { capitalised } from '../read/sentences.ts';
import type { Material } from './material.ts';
import { subjectSentence } from './write-hero.ts';

export function writeFaq(material: Material, request: SectionRequest | null): SectionOf<'faq'> {
  const content = request?.content ?? '';
  const asked = [...readQuestions(content), ...material.data.faq];
  const about = asked.length > 0 ? [] : splitList(content).filter((topic) => topic.length < 60);
  const items = [
    ...asked,
    ...about.map((topic) => ({ title: `What about ${topic.replace(/^about /i, '')}?`, text: '' })),
  ];
  return {
    kind: 'faq',
    id: '',
    label: 'FAQ',
    heading: 'Good questions',
    intro: '',
    items: (items.length > 0 ? items : plainQuestions(material)).map((item) => ({
      title: toLine(item.title),
      text: item.text || openAnswer(material),
    })),
  };
}

function openAnswer({ action }: Material): string {
  return action
    ? 'Ask us: leave a line in the form on this page, and we will tell you.'
    : 'Ask us, and we will tell you.';
}

/** Questions that the page itself can answer from what it was told. */
function plainQuestions(material: Material): Item[] {
  const { brief, inSentence, action, brandText } = material;
  const items: Item[] = [];
  const what = subjectSentence(material) || brief.prose[0] || brandText;
  if (what)
    items.push({
      title: inSentence === 'us' ? 'What is this about?' : `What is ${inSentence}?`,
      text: what,
    });
  const audience = brief.labels.audience ?? brief.subject.audience;
  if (audience) items.push({ title: 'Who is it for?', text: `For ${audience}.` });
  const date = brief.labels.date ?? brief.facts.dates[0];
  if (date) items.push({ title: 'When is it?', text: `${capitalised(date)}.` });
  if (brief.place) items.push({ title: 'Where is it?', text: `${capitalised(brief.place)}.` });
  const prices = material.requests
    .filter(({ kind }) => kind === 'pricing')
    .flatMap(({ content }) => readPlans(content))
    .filter(({ price }) => price);
  if (prices.length > 0) {
    const list = prices.map(
      ({ name, price, period }) => `${name}: ${[price, period].filter(Boolean).join(' ')}`,
    );
    items.push({ title: 'What does it cost?', text: `${list.join('; ')}.` });
  }
  items.push({
    title: 'How do I reach you?',
    text: brief.facts.emails[0]
      ? `Write to ${brief.facts.emails[0]}.`
      : action
        ? 'With the form on this page. It goes straight to us.'
        : 'Write to us or call us; we are glad to help.',
  });
  items.push({
    title: 'What if my question is not here?',
    text: 'Then ask it. We would rather answer once too often.',
  });
  return items;
}

/** The quotations that were given, and otherwise a request for some: never invented ones. */
export function writeTestimonials(
  material: Material,
  request: SectionRequest | null,
): SectionOf<'testimonials'> {
  const quotes = [...readQuotes(request?.content ?? ''), ...material.data.quotes].slice(0, 12);
  const { action, inSentence } = material;
  return {
    kind: 'testimonials',
    id: '',
    label: 'Voices',
    heading: quotes.length > 0 ? 'In their words' : 'What would you say?',
    intro:
      quotes.length > 0
        ? ''
        : `Do you know ${inSentence} already? We would love to hear what you think, and may ask to quote you here.`,
    quotes,
    action: quotes.length > 0 || !action ? null : { ...action, label: 'Tell us' },
  };
}

export function writeTeam(material: Material, request: SectionRequest | null): SectionOf<'team'> {
  const people = [...readPeople(request?.content ?? ''), ...material.data.people].slice(0, 24);
  const word = request?.word.toLowerCase() ?? 'team';
  const label = /^(?:our|meet the|the) |members$/.test(word) ? 'Team' : capitalised(word);
  return {
    kind: 'team',
    id: '',
    label,
    heading:
      label === 'Team'
        ? `The people behind ${material.inSentence === 'us' ? 'this' : material.inSentence}`
        : `Meet the ${label.toLowerCase()}`,
    intro:
      people.length > 0
        ? ''
        : 'There are people behind this page, and they are glad to hear from you.',
    people,
  };
}

export function writeSchedule(
  material: Material,
  request: SectionRequest | null,
): SectionOf<'schedule'> {
  const entries = [...readEntries(request?.content ?? ''), ...material.data.schedule].slice(0, 40);
  const word = request?.word.toLowerCase() ?? 'schedule';
  const isHours = word.includes('hours');
  return {
    kind: 'schedule',
    id: '',
    label: capitalised(word),
    heading: isHours
      ? 'When we are open'
      : material.brief.purpose === 'event'
        ? 'How the day unfolds'
        : 'What happens when',
    intro:
      entries.length > 0
        ? ''
        : 'The times will stand here. Leave your details, and you will hear them first.',
    entries,
  };
}
