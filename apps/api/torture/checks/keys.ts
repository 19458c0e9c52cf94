import { contactEmail } from '../clients.ts';
import { isAnswered, isSentWithDeletedKey } from '../journal.ts';
import type { Evidence } from './evidence.ts';

export function* deletedKeysAnswerNothing({ entries }: Evidence) {
  for (const entry of entries.filter(isAnswered)) {
    if (!isSentWithDeletedKey(entry) || entry.outcome.status >= 400) continue;
    const lateMs = entry.sentAt - (entry.key?.deletionReturnedAt ?? 0);
    yield `${entry.operation}, ${entry.outcome.status}: sent ${lateMs.toFixed(1)} ms after`;
  }
}

export function* deletedKeysWriteNothing({ entries, books, world }: Evidence) {
  const asked = new Set(
    entries.filter((entry) => !isSentWithDeletedKey(entry)).map(({ marker }) => marker),
  );
  const notes = new Set(Array.from(books.notes.values(), ({ marker }) => marker));
  for (const { marker } of entries.filter(isSentWithDeletedKey)) {
    // Sent before as well: then the earlier request may have had the effect.
    if (asked.has(marker)) continue;
    if (notes.has(marker)) yield `note ${marker} exists`;
    if (books.contacts.has(contactEmail(marker))) yield `contact ${marker} exists`;
  }
  const writes = new Map<string, number>();
  for (const { keyId, method, status } of books.log.values()) {
    if (method !== 'GET' && status < 300) writes.set(keyId, (writes.get(keyId) ?? 0) + 1);
  }
  for (const { id, writesAtDeletion } of world.workspaces.flatMap(({ keys }) => keys)) {
    const late = (writes.get(id) ?? 0) - (writesAtDeletion ?? Infinity);
    if (late > 0) yield `key ${id}: ${late} writes were committed after its deletion`;
  }
}

export function* liveKeysOpen({ entries }: Evidence) {
  for (const { key, outcome, operation, endedAt } of entries.filter(isAnswered)) {
    if (!key || outcome.status !== 401) continue;
    if (endedAt < (key.deletionBeganAt ?? Infinity)) yield `${operation}: ${outcome.id}`;
  }
}

export function* freeIsClosed({ entries }: Evidence) {
  for (const { key, outcome, operation, sentAt, endedAt } of entries.filter(isAnswered)) {
    if (!key || outcome.status >= 400) continue;
    const isFree = key.workspace.freeSpans.some(
      ({ from, until = Infinity }) => sentAt > from && endedAt < until,
    );
    if (isFree) yield `${operation}: ${outcome.id}`;
  }
}
