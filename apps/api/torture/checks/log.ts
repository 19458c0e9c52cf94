import type { LogRow } from '../books.ts';
import { contactEmail, isGeneration, isNote } from '../clients.ts';
import { type Answer, type Entry, isAnswered, isSuccess } from '../journal.ts';
import { NOTE_STATUS, NOTES_PATH } from '../notes.ts';
import type { Evidence } from './evidence.ts';

export function* answersHaveRows({ entries, books }: Evidence) {
  for (const entry of entries.filter(isAnswered)) {
    const { outcome, key, operation } = entry;
    const row = books.log.get(outcome.id);
    const told = `${operation}, ${outcome.status}, request ${outcome.id}`;
    if (!row) {
      if (!mayHaveNoRow(entry)) yield `${told}: no row`;
    } else if (!key) yield `${told}: a row for a token that is no key`;
    else if (row.keyId !== key.id) yield `${told}: the row is another key's`;
    else if (row.status !== outcome.status) yield `${told}: the row says ${row.status}`;
    else if (row.isReplayed !== outcome.isReplayed) yield `${told}: the row's replay mark differs`;
    else if (row.charged !== outcome.creditsCharged) {
      yield `${told}: told ${outcome.creditsCharged} credits, the row says ${row.charged}`;
    }
  }
}

/**
 * Without a database nothing can be written down: that is what 503 says. And a token that is no
 * key, or is none any more, belongs to nobody.
 */
function mayHaveNoRow({ key, outcome, endedAt }: Entry & { outcome: Answer; endedAt: number }) {
  if (outcome.status === 503 || key === null) return true;
  return outcome.status === 401 && endedAt > (key.forgottenFrom ?? Infinity);
}

/** A row without an answer needs a request that got none, of the same key. */
export function* rowsHaveRequests({ entries, books }: Evidence) {
  const unanswered = new Map<string, number>();
  const answered = new Set<string>();
  for (const entry of entries) {
    if (isAnswered(entry)) {
      if (answered.has(entry.outcome.id)) yield `request ${entry.outcome.id}: answered twice`;
      answered.add(entry.outcome.id);
    } else if (entry.key) {
      unanswered.set(entry.key.id, (unanswered.get(entry.key.id) ?? 0) + 1);
    }
  }
  for (const row of books.log.values()) {
    if (answered.has(row.id)) continue;
    const left = unanswered.get(row.keyId) ?? 0;
    if (left === 0) yield `row ${row.id} (${row.method} ${row.path}, ${row.status}): never sent`;
    unanswered.set(row.keyId, left - 1);
  }
}

export function* effectsHaveRows({ entries, books, world }: Evidence) {
  const sent = new Map(entries.map((entry) => [entry.marker, entry]));
  for (const note of books.notes.values()) {
    const row = books.log.get(note.id);
    if (!row || !isSuccessOf(row, NOTES_PATH)) yield `note ${note.id}: no row of a success`;
    else if (row.charged !== note.credits || row.keyId !== note.keyId) {
      yield `note ${note.id}: the row says ${row.charged} credits, key ${row.keyId}`;
    }
    const entry = sent.get(note.marker);
    if (!entry || !isNote(entry.operation) || entry.key?.id !== note.keyId) {
      yield `note ${note.id}: nobody asked for it`;
    }
  }
  for (const row of books.log.values()) {
    if (isSuccessOf(row, NOTES_PATH) && !books.notes.has(row.id)) yield `row ${row.id}: no note`;
  }
  yield* contactsMatchRows({ entries, books, world });
  yield* generationsHaveRows({ entries, books });
}

const ASK_FOR_PAGE = new Set(['/v1/tents', '/v1/tents/{tentId}/edit']);

/** The charge that paid for a page names its request. */
function* generationsHaveRows({ entries, books }: Pick<Evidence, 'entries' | 'books'>) {
  const asked = entries.filter(({ operation }) => isGeneration(operation));
  const markers = new Set(asked.map(({ marker }) => marker));
  const requestOf = new Map(books.ledger.map(({ id, requestId }) => [id, requestId]));
  for (const { id, prompt, chargeId } of books.generations) {
    const row = books.log.get(requestOf.get(chargeId ?? '') ?? '');
    const isAsked = row?.route && ASK_FOR_PAGE.has(row.route) && isSuccessOf(row, row.route);
    if (!isAsked) yield `generation ${id}: no row of a success`;
    if (!markers.has(prompt)) yield `generation ${id}: nobody asked for it`;
  }
}

function isSuccessOf({ route, method, status, isReplayed }: LogRow, path: string): boolean {
  return route === path && method === 'POST' && status < 300 && !isReplayed;
}

/**
 * A contact does not know its request, so they are counted: one for each success. A creation that
 * was sent again after its month had turned found its contact there, and is a success without one.
 */
function* contactsMatchRows({ entries, books, world }: Evidence) {
  const excess = new Map<string, number>();
  const add = (id: string, by: number) => excess.set(id, (excess.get(id) ?? 0) + by);
  for (const { workspaceId } of books.contacts.values()) add(workspaceId, -1);
  for (const row of books.log.values()) {
    if (isSuccessOf(row, '/v1/contacts')) add(row.workspaceId, 1);
  }
  const creations = entries.filter(({ operation }) => operation === 'contact created');
  const repeated = new Map<string, number>();
  for (const [marker, sent] of Map.groupBy(creations, (entry) => entry.marker)) {
    const id = sent[0]?.key?.workspace.id ?? '';
    if (sent.length === 1 || !hasTurnedDuring(marker, sent, world.turnedAt)) continue;
    repeated.set(id, (repeated.get(id) ?? 0) + sent.length - 1);
  }
  for (const [id, rows] of excess) {
    const isExplained = rows >= 0 && rows <= (repeated.get(id) ?? 0);
    if (!isExplained) yield `workspace ${id}: ${rows} more rows of successes than contacts`;
  }
}

export function* successesHaveEffects({ entries, books }: Evidence) {
  const generated = new Set(books.generations.map(({ prompt }) => prompt));
  for (const { outcome, operation, marker } of entries.filter(isAnswered)) {
    if (!isSuccess(outcome)) continue;
    if (isNote(operation)) {
      const { id } = JSON.parse(outcome.body) as { id: string };
      if (books.notes.get(id)?.marker !== marker) yield `request ${outcome.id}: no such note`;
      if (outcome.status !== NOTE_STATUS) yield `request ${outcome.id}: ${outcome.status}`;
    }
    if (operation === 'contact created' && !books.contacts.has(contactEmail(marker))) {
      yield `request ${outcome.id}: no such contact`;
    }
    if (isGeneration(operation) && !generated.has(marker)) {
      yield `request ${outcome.id}: no such generation`;
    }
  }
}

/**
 * A request that was sent again with its `Idempotency-Key` has one effect and one charge, unless
 * the month turned under it: answers are kept for a day of the servers' clock.
 */
export function* effectsHappenOnce({ entries, books, world }: Evidence) {
  const effects = [
    ...Array.from(books.notes.values(), ({ marker, id }) => ({ marker, what: `note ${id}` })),
    ...books.generations.map(({ prompt, id }) => ({ marker: prompt, what: `generation ${id}` })),
  ];
  const seen = new Set<string>();
  for (const { marker, what } of effects) {
    if (seen.has(marker) && !hasTurnedDuring(marker, entries, world.turnedAt)) {
      yield `${what}: its request had another effect before`;
    }
    seen.add(marker);
  }
}

/** For as long a transaction may go on after its server was killed. */
const AFTERLIFE_MS = 10_000;

function hasTurnedDuring(
  marker: string,
  entries: Evidence['entries'],
  turnedAt: readonly number[],
): boolean {
  const sent = entries.filter((entry) => entry.marker === marker);
  const first = Math.min(...sent.map(({ sentAt }) => sentAt));
  const last = Math.max(...sent.map(({ endedAt = Infinity }) => endedAt)) + AFTERLIFE_MS;
  return turnedAt.some((moment) => moment > first && moment < last);
}
