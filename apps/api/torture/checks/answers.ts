import { isAnswered, type Operation } from '../journal.ts';
import { NOTE_STATUS } from '../notes.ts';
import type { Evidence } from './evidence.ts';

const EXPECTED: Record<Operation, readonly number[]> = {
  note: [NOTE_STATUS, 409, 429],
  'slow note': [NOTE_STATUS, 409, 429],
  'note refused at its end': [409, 429],
  'note that breaks': [500, 429],
  'tent created': [202, 409, 429],
  // Deleted meanwhile, or never made.
  'tent edited': [202, 404, 409, 429],
  'tent deleted': [200, 404],
  'contact created': [200, 409],
  // Not there at all, while nobody has made one.
  'contact read': [200, 404],
  'credits read': [200],
  'unknown contact': [404],
  'unknown path': [404],
  'invalid body': [400],
  'wrong method': [405],
};
/** A deleted key, Free or a key that only reads, no database. */
const ALWAYS_POSSIBLE = new Set([401, 403, 503]);

export function* answersAreExpected({ entries }: Evidence) {
  for (const { operation, outcome } of entries.filter(isAnswered)) {
    if (EXPECTED[operation].includes(outcome.status)) continue;
    if (!ALWAYS_POSSIBLE.has(outcome.status)) {
      yield `${operation}: ${outcome.status}, request ${outcome.id}`;
    }
  }
}

export function* refusalsSayWhen({ entries }: Evidence) {
  for (const { operation, outcome } of entries.filter(isAnswered)) {
    if (outcome.status !== 429 && outcome.status !== 503) continue;
    if (!/^[1-9]\d*$/.test(outcome.retryAfter ?? '')) yield `${operation}: ${outcome.id}`;
  }
}

export function* nobodyHangs({ entries }: Evidence) {
  for (const { operation, outcome } of entries) {
    if (outcome === 'hung' || outcome === undefined) yield operation;
  }
}
