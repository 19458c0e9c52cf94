import type { GenerationRow } from '../books.ts';
import { isAnswered, isSuccess } from '../journal.ts';
import { pageOf } from '../worker.ts';
import type { Evidence } from './evidence.ts';

/** Only what was made is paid for: what failed, or went unmade with its tent, is paid back. */
export function* onlyMadePagesArePaid({ books }: Evidence) {
  const refunded = new Set(books.ledger.map(({ reversesId }) => reversesId));
  for (const generation of books.generations) {
    const { id, status, chargeId } = generation;
    if (chargeId === null) yield `generation ${id}: not paid`;
    if (refunded.has(chargeId) === isGivenUp(generation)) continue;
    yield `generation ${id}, ${status}: its credit was ${refunded.has(chargeId) ? '' : 'not '}given back`;
  }
}

/** Failed for good, or deleted with its tent before it was made. */
function isGivenUp({ status, isDeleted }: GenerationRow): boolean {
  return status === 'failed' || (isDeleted && status !== 'completed');
}

export function* pagesAreTheirOwn({ books }: Evidence) {
  for (const { id, status, prompt, html } of books.generations) {
    const isMade = status === 'completed';
    if (html !== (isMade ? pageOf(prompt) : null)) yield `generation ${id}, ${status}: ${html}`;
  }
}

/** Whatever worker comes later, and however often its job runs. */
export function* pagesAreSettledOnce({ books }: Evidence) {
  for (const { id, before, after } of books.settledAgain) {
    yield `generation ${id}: ${before}, and later settled as ${after}`;
  }
}

/** The next one begins when the one before it is made: an edit starts from its page. */
export function* pagesAreMadeInOrder({ books }: Evidence) {
  for (const [tentId, generations] of Map.groupBy(books.generations, (row) => row.tentId)) {
    const inOrder = generations.toSorted((a, b) => a.number - b.number);
    for (const [index, { number, startedAt }] of inOrder.entries()) {
      if (number !== index + 1) yield `tent ${tentId}: no generation ${index + 1}`;
      const before = inOrder[index - 1];
      if (!before || !startedAt) continue;
      if (before.status !== 'failed' && !(before.completedAt && before.completedAt <= startedAt)) {
        yield `tent ${tentId}: generation ${number} began before the one before it was made`;
      }
    }
  }
}

export function* deletedTentsAreGone({ entries, books }: Evidence) {
  for (const { operation, outcome } of entries.filter(isAnswered)) {
    if (operation !== 'tent deleted' || !isSuccess(outcome)) continue;
    const { tent_id: id } = JSON.parse(outcome.body) as { tent_id: string };
    if (books.tents.has(id)) yield `tent ${id}: deleted, and still there`;
  }
}
