import { periodStart } from '@tented/core';
import { mostGranted } from '../plan-record.ts';
import type { Evidence } from './evidence.ts';

export function* booksAgree({ books }: Evidence) {
  for (const difference of books.differences) yield JSON.stringify(difference);
}

export function* neverAboveAllowance({ books, world }: Evidence) {
  const workspaces = new Map(world.workspaces.map((workspace) => [workspace.id, workspace]));
  for (const { workspaceId, startsAt, used, allowanceMax } of books.periods) {
    const workspace = workspaces.get(workspaceId);
    if (!workspace) continue;
    const most = mostGranted(workspace, startsAt);
    if (used <= most && allowanceMax <= most) continue;
    const month = startsAt.toISOString().slice(0, 7);
    yield `${workspace.slug}, ${month}: ${used} of ${allowanceMax} used, ${most} were granted`;
  }
}

export function* chargesAreEarned({ books }: Evidence) {
  for (const row of books.log.values()) {
    if (row.status >= 300 && row.charged > 0) yield `row ${row.id}: ${row.status}, and charged`;
  }
  const paid = new Set<string>();
  const generated = new Set(books.generations.map(({ chargeId }) => chargeId));
  for (const { id, kind, requestId, credits, action } of books.ledger) {
    if (kind !== 'charge') continue;
    if (paid.has(requestId)) yield `request ${requestId}: charged twice`;
    paid.add(requestId);
    if (books.log.get(requestId)?.charged !== credits) yield `charge ${id}: the row differs`;
    const isEarned = action.startsWith('tent.')
      ? generated.has(id)
      : books.notes.get(requestId)?.credits === credits;
    if (!isEarned) yield `charge ${id} of request ${requestId}: it left nothing of that price`;
  }
  for (const { id } of books.notes.values()) if (!paid.has(id)) yield `note ${id}: not paid`;
}

export function* paidWhereItArrived({ books }: Evidence) {
  for (const { kind, requestId, startsAt } of books.ledger) {
    const row = books.log.get(requestId);
    if (kind !== 'charge' || !row) continue;
    const isSame = periodStart(row.occurredAt).getTime() === startsAt.getTime();
    if (!isSame) yield `request ${requestId}: paid in ${startsAt.toISOString()}`;
  }
}

export function* refundsFitCharges({ books }: Evidence) {
  const charges = new Map(books.ledger.map((entry) => [entry.id, entry]));
  const refunded = new Set<string | null>();
  for (const { kind, reversesId, credits, startsAt, requestId } of books.ledger) {
    if (kind !== 'refund') continue;
    const charge = charges.get(reversesId ?? '');
    if (refunded.has(reversesId)) yield `charge ${reversesId}: refunded twice`;
    refunded.add(reversesId);
    if (charge?.credits !== credits || charge.startsAt.getTime() !== startsAt.getTime()) {
      yield `charge ${reversesId}: the refund is another amount, or of another month`;
    }
    if (books.log.get(requestId)?.refunded !== credits) yield `row ${requestId}: not refunded`;
  }
}
