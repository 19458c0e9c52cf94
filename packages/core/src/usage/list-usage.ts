import type { Pool } from '@tented/db';
import { momentOf } from '../ids.ts';
import { decodeCursor, encodeCursor } from '../paging.ts';
import { findUsage } from './find-usage.ts';
import { readEntries, type UsageEntry } from './usage-entry.ts';
import type { UsageQuestion } from './usage-filter.ts';
import type { Direction } from './usage-walks.ts';

export type UsagePage = {
  /** Newest first, whichever way the page leads. */
  rows: UsageEntry[];
  /** Where the next page of the same direction begins; null = there is none. */
  nextCursor: string | null;
  /**
   * Up to which moment the log has been searched, where that took so long that the page is
   * short, or empty, although there may be more.
   */
  searchedTo: Date | null;
};

/**
 * A page of the log, stable while rows are added. It takes the same time however long the log is:
 * where no index leads to what the filter asks for, a page passes so many rows and no more,
 * and says how far it came.
 */
export async function listUsage(
  reader: Pool,
  question: UsageQuestion,
  page: { limit: number; cursor?: string | undefined; direction?: Direction | undefined },
): Promise<UsagePage> {
  const { limit, direction = 'older' } = page;
  const cursor = page.cursor === undefined ? undefined : decodeCursor(page.cursor);
  const { ids, stoppedAt } = await findUsage(reader, question, { direction, cursor, limit });
  return {
    rows: await readEntries(reader, question, ids),
    nextCursor: stoppedAt && encodeCursor(stoppedAt),
    searchedTo: stoppedAt && ids.length < limit ? momentOf(stoppedAt) : null,
  };
}
