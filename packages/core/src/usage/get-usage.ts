import { type Pool, Prisma } from '@tented/db';
import { periodStart } from '../credits/plans.ts';
import { notFound } from '../errors.ts';
import { momentOf } from '../ids.ts';
import { findUsage } from './find-usage.ts';
import { queryLog } from './query-log.ts';
import { readEntries, type UsageEntry } from './usage-entry.ts';
import { idRangeOf, type UsageQuestion } from './usage-filter.ts';

/** A charge of the request, or the refund of one, as the ledger has it. */
export type UsageLedgerEntry = {
  id: string;
  kind: 'charge' | 'refund';
  credits: number;
  action: string;
  createdAt: Date;
};

export type UsageDetails = {
  entry: UsageEntry;
  /** Oldest first. */
  ledger: UsageLedgerEntry[];
  /** The next ones by arrival that the filter lets through; null = there is none, or none close by. */
  newerId: string | null;
  olderId: string | null;
};

/** Everything about one request. Throws `not_found` also for one that the plan no longer shows. */
export async function getUsage(
  reader: Pool,
  question: UsageQuestion,
  id: string,
): Promise<UsageDetails> {
  const { workspaceId } = question;
  const shown = idRangeOf({ ...question, filter: {} });
  const [[entry], ledger, newer, older] = await Promise.all([
    id >= shown.from ? readEntries(reader, question, [id]) : [],
    readLedger(reader, { workspaceId, requestId: id }),
    findUsage(reader, question, { direction: 'newer', cursor: id, limit: 1 }),
    findUsage(reader, question, { direction: 'older', cursor: id, limit: 1 }),
  ]);
  if (!entry) throw notFound('Request');
  return { entry, ledger, newerId: newer.ids[0] ?? null, olderId: older.ids[0] ?? null };
}

/** Entries belong to the month in which the request arrived; their index begins with it. */
function readLedger(
  reader: Pool,
  { workspaceId, requestId }: { workspaceId: string; requestId: string },
): Promise<UsageLedgerEntry[]> {
  return queryLog<UsageLedgerEntry>(
    reader,
    Prisma.sql`
      SELECT id, kind::text, credits, action, created_at AS "createdAt" FROM credit_entry
      WHERE workspace_id = ${workspaceId}::uuid AND starts_at = ${periodStart(momentOf(requestId))}
        AND request_id = ${requestId}::uuid
      ORDER BY id`,
  );
}
