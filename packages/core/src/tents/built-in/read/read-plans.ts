import { toLine } from '../clean-text.ts';
import type { Plan } from '../page-spec.ts';
import { splitList } from './lists.ts';
import { asHeading, asSentence, capitalised, sentencesOf } from './sentences.ts';

const AMOUNT = String.raw`(?:(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF)\s?)\s?\d{1,9}(?:[.,' ]\d{1,9}){0,4}(?:[kKmM]\b)?|\b\d{1,9}(?:[.,']\d{1,9}){0,4}\s?(?:€|£|\$|USD|EUR|GBP|CHF|euros?|dollars?|pounds?|francs?)(?![\p{L}\d]))`;
const PERIOD = String.raw`(?:\s*(?:\/|per|an?|each|every)\s*(?:\w+\s+)?(?:mo(?:nth)?|ye?a?r|week|day|hour|night|user|seat|person|head|session|class|ticket|month|team|member|kg|bag|box|bottle|visit|lesson)\b|\s*(?:monthly|yearly|annually|weekly|one-?time|once)\b)`;
const PRICE = new RegExp(`(?<amount>${AMOUNT})(?<period>${PERIOD}(?:${PERIOD})?)?`, 'iu');
const PRICES = new RegExp(PRICE.source, 'giu');
const FREE = /\bfree\b(?! (?:shipping|delivery|trial|of|for))/iu;
const PLAN_NAMES = ['Starter', 'Plus', 'Premium', 'Complete'];

export function hasPrice(text: string): boolean {
  return PRICE.test(text);
}

/** The plans of a price list, whether or not they have names: "$9, $29, $99 a month", "Free; Pro $12/month: unlimited projects". */
export function readPlans(text: string): Plan[] {
  const named = text.replace(
    /^(?:(?:two|three|four|five|\d) )?(?:plans?|tiers?|packages?|options|levels|prices)\s*:?\s+/i,
    '',
  );
  const parts = splitList(named);
  const plans: Plan[] = [];
  for (const part of parts) {
    const plan = planOf(part);
    const last = plans.at(-1);
    if (plan) plans.push(plan);
    // "Starter $9, Pro $29, Enterprise": a name among names is a plan without a price.
    else if (last?.name && !text.includes('\n') && /^\p{Lu}\S*(?: \S+)?$/u.test(part)) {
      plans.push(emptyPlan(part));
    }
    // "Pro: $12/month, unlimited projects": what has no price belongs to the plan before it.
    else if (last && parts.length > 1) last.items.push(toLine(asHeading(part), 120));
    else if (part.split(/\s+/).length <= 4) plans.push(emptyPlan(asHeading(part)));
  }
  return withNames(/[;\n]/.test(text) ? plans : sharedPeriod(plans));
}

function planOf(part: string): Plan | null {
  const price = PRICE.exec(part);
  const free = price ? null : FREE.exec(part);
  const match = price ?? free;
  if (!match) return null;
  const before = part.slice(0, match.index);
  const after = part.slice(match.index + match[0].length);
  const name = before
    .replace(/[\s(:,–—-]*(?:\b(?:at|for|from|is|costs?|only|just)\b)?[\s(:,–—-]*$/iu, '')
    .replace(/^(?:it|they|this|that|we|you|prices?|all|everything)\b.*$/iu, '')
    .trim();
  const trailing = /^\s*(?:for|\()?\s*(?:the )?/iu.exec(after)?.[0] ?? '';
  const words = after.slice(trailing.length).replaceAll(/^[\s):,–—-]+|[\s()]+$/gu, '');
  const isNameBehind = !name && words.length > 0 && words.length < 30 && !/[,;:(]/.test(words);
  const items = isNameBehind
    ? []
    : splitList(words.replace(/^\(/, '')).map((item) => toLine(asHeading(item), 120));
  return {
    name: toLine(asHeading(name || (isNameBehind ? words : free ? 'Free' : '')), 60),
    price: price ? toLine(price.groups?.['amount'] ?? '', 30) : 'Free',
    period: periodOf(price?.groups?.['period'] ?? ''),
    text: '',
    items: items.filter(Boolean),
  };
}

function emptyPlan(name: string): Plan {
  return { name: toLine(name, 60), price: '', period: '', text: '', items: [] };
}

function periodOf(text: string): string {
  const words = text.trim().replace(/^\//, 'per ').replace(/^an? /i, 'per ').replace(/\s+/g, ' ');
  return toLine(words.replace(/\bper mo\b/i, 'per month').replace(/\bper yr\b/i, 'per year'), 40);
}

/** "$9, $29, $99 a month": what is said once, behind the last price, is meant for all. */
function sharedPeriod(plans: Plan[]): Plan[] {
  const last = plans.findLast(({ price }) => /\d/.test(price));
  const isSaidOnce = plans.filter(({ period }) => period).length === 1 && last?.period;
  if (!isSaidOnce) return plans;
  return plans.map((plan) => (/\d/.test(plan.price) ? { ...plan, period: last.period } : plan));
}

/** A price needs a name above it: plain ones where none were given. */
function withNames(plans: Plan[]): Plan[] {
  const periods = new Set(plans.map(({ period }) => period));
  const areTold = plans.length > 1 && periods.size === plans.length;
  return plans.map((plan, index) => ({
    ...plan,
    name:
      plan.name ||
      (areTold && capitalised(plan.period)) ||
      (plans.length === 1 ? 'Price' : (PLAN_NAMES[index] ?? `Plan ${index + 1}`)),
  }));
}

/** The sentences of a text that speak of money, for prompts that name prices but no price list. */
export function pricesIn(text: string): string {
  return sentencesOf(text)
    .filter((sentence) => [...sentence.matchAll(PRICES)].length > 0)
    .map(asSentence)
    .join('\n');
}
