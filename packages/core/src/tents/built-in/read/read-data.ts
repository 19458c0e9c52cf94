import type { Item, Person, Plan, Quote } from '../page-spec.ts';
import { scalarOf, spokenKey, valuesOf } from './data-values.ts';

/** What `input_data` brings to a page, by the usual names of its fields. */
export type DataReading = {
  /** "Ada Lovelace", '' when nobody is addressed. */
  person: string;
  firstName: string;
  company: string;
  headline: string;
  lead: string;
  button: string;
  color: string;
  features: Item[];
  faq: Item[];
  plans: Plan[];
  quotes: Quote[];
  people: Person[];
  stats: { value: string; label: string }[];
  schedule: { when: string; title: string; text: string }[];
  /** Everything else, so that nothing that was sent is missing from the page. */
  details: { label: string; values: string[] }[];
};

const DETAILS_MAX = 40;
const LIST_MAX = 40;

const LINES = new Map<string, 'headline' | 'lead' | 'button' | 'color'>([
  ['headline', 'headline'],
  ['title', 'headline'],
  ['subheadline', 'lead'],
  ['subtitle', 'lead'],
  ['tagline', 'lead'],
  ['lead', 'lead'],
  ['description', 'lead'],
  ['cta', 'button'],
  ['cta_text', 'button'],
  ['button', 'button'],
  ['button_text', 'button'],
  ['color', 'color'],
  ['primary_color', 'color'],
  ['brand_color', 'color'],
]);

type ListName = 'features' | 'faq' | 'plans' | 'quotes' | 'people' | 'stats' | 'schedule';
const LISTS = new Map<string, ListName>([
  ['features', 'features'],
  ['benefits', 'features'],
  ['services', 'features'],
  ['highlights', 'features'],
  ['faq', 'faq'],
  ['faqs', 'faq'],
  ['questions', 'faq'],
  ['pricing', 'plans'],
  ['plans', 'plans'],
  ['prices', 'plans'],
  ['testimonials', 'quotes'],
  ['reviews', 'quotes'],
  ['quotes', 'quotes'],
  ['team', 'people'],
  ['people', 'people'],
  ['speakers', 'people'],
  ['stats', 'stats'],
  ['metrics', 'stats'],
  ['schedule', 'schedule'],
  ['agenda', 'schedule'],
]);

export function readData(data: Record<string, unknown>): DataReading {
  const reading = emptyReading();
  const names = { first: '', last: '', full: '' };
  for (const [key, value] of Object.entries(data)) {
    const name = snakeCase(key);
    const line = scalarOf(value);
    const list = LISTS.get(name);
    const field = LINES.get(name);
    if (/^(?:first_?name|given_name)$/.test(name)) names.first = line;
    else if (/^(?:last_?name|surname|family_name)$/.test(name)) names.last = line;
    else if (/^(?:name|full_?name|contact_name|recipient)$/.test(name) && line) names.full = line;
    else if (/^(?:company|company_?name|organi[sz]ation|account)$/.test(name) && line)
      reading.company = line;
    else if (field && line && !reading[field]) reading[field] = line;
    else if (list && Array.isArray(value) && value.length > 0) readList(reading, list, value);
    else addDetail(reading, key, value);
  }
  reading.person = names.full || [names.first, names.last].filter(Boolean).join(' ');
  reading.firstName = names.first || (names.full.split(' ')[0] ?? '');
  return reading;
}

function addDetail(reading: DataReading, key: string, value: unknown): void {
  if (reading.details.length >= DETAILS_MAX) return;
  const values = valuesOf(value);
  if (values.length === 0) return;
  reading.details.push({ label: spokenKey(key), values });
}

function readList(reading: DataReading, name: ListName, values: unknown[]): void {
  for (const value of values.slice(0, LIST_MAX)) {
    const pick = fieldsOf(value);
    const text = scalarOf(value);
    if (name === 'features') {
      reading.features.push({
        title: pick('title', 'name', 'headline') || text,
        text: pick('text', 'description', 'body'),
      });
    } else if (name === 'faq') {
      reading.faq.push({
        title: pick('question', 'q', 'title') || text,
        text: pick('answer', 'a', 'text'),
      });
    } else if (name === 'plans') {
      reading.plans.push(planFrom(value, pick, text));
    } else if (name === 'quotes') {
      reading.quotes.push({
        text: pick('quote', 'text', 'body') || text,
        by: pick('by', 'name', 'author'),
        role: pick('role', 'title', 'company'),
      });
    } else if (name === 'people') {
      reading.people.push({
        name: pick('name', 'full_name') || text,
        role: pick('role', 'title', 'job_title', 'company'),
      });
    } else if (name === 'stats') {
      reading.stats.push({
        value: pick('value', 'number') || text,
        label: pick('label', 'name', 'title'),
      });
    } else {
      reading.schedule.push({
        when: pick('time', 'when', 'start', 'date'),
        title: pick('title', 'name', 'what') || text,
        text: pick('text', 'description', 'speaker'),
      });
    }
  }
}

type Pick = (...names: string[]) => string;

function planFrom(value: unknown, pick: Pick, text: string): Plan {
  const features = isRecord(value) ? (value['features'] ?? value['items']) : null;
  return {
    name: pick('name', 'title') || (pick('price') ? 'Plan' : text),
    price: pick('price', 'amount'),
    period: pick('period', 'interval', 'per'),
    text: pick('description', 'text'),
    items: Array.isArray(features) ? features.slice(0, LIST_MAX).map(scalarOf).filter(Boolean) : [],
  };
}

function fieldsOf(value: unknown): Pick {
  if (!isRecord(value)) return () => '';
  const fields = new Map(
    Object.entries(value).map(([key, field]) => [snakeCase(key), scalarOf(field)]),
  );
  return (...names) => names.map((name) => fields.get(name)).find(Boolean) ?? '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function snakeCase(key: string): string {
  return key
    .slice(0, 100)
    .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '_')
    .replaceAll(/[\s-]+/g, '_')
    .toLowerCase();
}

function emptyReading(): DataReading {
  return {
    person: '',
    firstName: '',
    company: '',
    headline: '',
    lead: '',
    button: '',
    color: '',
    features: [],
    faq: [],
    plans: [],
    quotes: [],
    people: [],
    stats: [],
    schedule: [],
    details: [],
  };
}
