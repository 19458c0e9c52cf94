import type { SectionKind } from '../page-spec.ts';
import type { Brief } from '../read/read-brief.ts';
import type { DataReading } from '../read/read-data.ts';
import { readQuotes } from '../read/read-items.ts';
import { hasPrice } from '../read/read-plans.ts';
import type { SectionRequest } from '../read/read-sections.ts';

/** Kinds that close a page: what has no place of its own comes before them. */
export const CLOSING_KINDS: ReadonlySet<SectionKind> = new Set(['cta', 'form', 'contact', 'faq']);

const QUOTE_WORDS_MIN = 4;
const POINT_WORDS_MAX = 9;

/** Sentences short enough to be points of a list, where there are several. */
export function pointsIn({ prose }: Brief): string[] {
  const short = prose.filter((sentence) => sentence.split(/\s+/).length <= POINT_WORDS_MAX);
  return short.length > 1 ? short.slice(0, 6) : [];
}

/** What was asked for, and what the material brings along; with nothing asked for, the usual page. */
export function outlineOf(brief: Brief, data: DataReading): SectionRequest[] {
  const requests = brief.sections.requests.map(reachable(brief));
  const has = (kind: SectionKind) => requests.some((request) => request.kind === kind);
  const put = (request: SectionRequest) => {
    const closingAt = requests.findIndex(({ kind }) => CLOSING_KINDS.has(kind));
    const at = closingAt === -1 || CLOSING_KINDS.has(request.kind) ? requests.length : closingAt;
    requests.splice(at, 0, request);
  };
  const add = (kind: SectionKind, content = '') => {
    if (has(kind) || brief.sections.unwanted.has(kind)) return;
    put({ kind, word: kind === 'story' ? 'about' : kind, content });
  };

  brief.lists.forEach(put);
  const isOutlined = requests.some(({ kind }) => kind !== 'hero' && !CLOSING_KINDS.has(kind));
  if (!isOutlined || data.features.length > 0 || brief.highlights.length > 0) add('features');
  if (data.stats.length > 0) add('stats');
  if (!isOutlined && brief.prose.length > Math.max(1, pointsIn(brief).length)) add('story');
  if (data.schedule.length > 0) add('schedule');
  if (data.people.length > 0) add('team');
  if (data.plans.length > 0 || hasPrice(brief.prose.join(' '))) add('pricing');
  const quotes = quotesIn(brief);
  if (data.quotes.length > 0 || quotes) add('testimonials', quotes);
  if (data.faq.length > 0) add('faq');
  const isCalled =
    has('cta') || Boolean(brief.labels.button ?? data.button) || brief.askedFields !== '';
  const isOpenEnd = !isOutlined && !has('cta') && !has('contact');
  if (isCalled || isOpenEnd) add('form');
  if (isReachable(brief)) add('contact');
  return requests;
}

/** "Contact" without an address to write to means a way to write: a form. */
function reachable(brief: Brief): (request: SectionRequest) => SectionRequest {
  const hasForm = brief.sections.requests.some(({ kind }) => kind === 'form');
  return (request) =>
    request.kind === 'contact' && !hasForm && !isReachable(brief)
      ? { ...request, kind: 'form', word: 'contact form' }
      : { ...request };
}

function isReachable({ facts, labels }: Brief): boolean {
  return facts.emails.length + facts.phones.length > 0 || Boolean(labels.email ?? labels.phone);
}

/** Sentences in quotes with a name behind them, as a list; shorter ones are names of things. */
function quotesIn({ text }: Brief): string {
  return readQuotes(text)
    .filter((quote) => quote.by && quote.text.split(' ').length >= QUOTE_WORDS_MIN)
    .map((quote) => `"${quote.text}" – ${[quote.by, quote.role].filter(Boolean).join(', ')}`)
    .join('\n');
}
