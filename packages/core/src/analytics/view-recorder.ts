import { setTimeout as pause } from 'node:timers/promises';
import { type Pool, queryOnce } from '@tented/db';
import { isConflictError, isDataError, isUnavailableError } from '../usage/connection-errors.ts';
import { isMissingPartition } from '../usage/partitions.ts';
import { dayOf } from './days.ts';
import { readAgent, readCountry, readReferrer } from './view-facts.ts';
import { ensureViewPartitions } from './view-partitions.ts';
import { RECORD_VIEWS, toParameters, type ViewRow } from './view-sql.ts';
import { createVisitors, type Visitors } from './visitors.ts';

/** A view as it was noticed. Address and user agent live in memory until it is written. */
export type SeenView = {
  workspaceId: string;
  tentId: string;
  /** The id of the request. */
  id: string;
  at: Date;
  address: string;
  userAgent: string;
  referrer: string | undefined;
  /** Two letters, as a proxy gave them. */
  countryCode: string | undefined;
};

export type ViewRecorder = {
  /** Takes note of a view and returns at once: nobody waits for a page to be counted. */
  record(view: SeenView): void;
  /** Resolves when everything noted so far is written, or has been given up. */
  flush(): Promise<void>;
  /** How many views were given up since the start. */
  droppedViews(): number;
  /** Writes what is left, as far as the database lets it in a few seconds. */
  close(): Promise<void>;
};

type Options = {
  pool: Pool;
  /** Told, once the database answers again, how many views were given up. */
  onDrop?: (views: number) => void;
};

const QUEUED_VIEWS_MAX = 50_000;
const BATCH_VIEWS_MAX = 1_000;
/** A view shows within seconds; until then others join it in one statement. */
const GATHER_MS = 500;
const RETRY_PAUSE_MS = 500;
const CLOSE_GIVE_UP_MS = 3_000;
const TEXT_CHARS_MAX = 1_024;

/**
 * Writes views in batches, one after the other. A database that does not answer is waited for
 * while the queue has room; what does not fit is given up, counted and reported: pages go on.
 */
export function createViewRecorder({ pool, onDrop = () => {} }: Options): ViewRecorder {
  const visitors = createVisitors(pool);
  let queue: SeenView[] = [];
  let writing: Promise<void> | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let giveUpAt = Infinity;
  let dropped = 0;
  let reported = 0;

  /** Never rejects. What comes meanwhile gathers for the next time. */
  async function writeQueued(): Promise<void> {
    const isOver = () => performance.now() >= giveUpAt;
    let left = queue.length;
    while (left > 0) {
      const batch = queue.slice(0, BATCH_VIEWS_MAX);
      queue = queue.slice(BATCH_VIEWS_MAX);
      left -= batch.length;
      dropped += await writeBatch({ pool, visitors, isOver }, batch);
    }
    if (dropped > reported) onDrop(dropped - reported);
    reported = dropped;
  }

  function write(): Promise<void> {
    clearTimeout(gathering);
    gathering = undefined;
    writing ??= writeQueued().finally(() => {
      writing = undefined;
      gather();
    });
    return writing;
  }

  function gather(): void {
    if (queue.length === 0 || writing || gathering) return;
    gathering = setTimeout(() => void write(), GATHER_MS).unref();
  }

  async function flush(): Promise<void> {
    while (queue.length > 0 || writing) await write();
  }

  return {
    record(view) {
      if (queue.length >= QUEUED_VIEWS_MAX) {
        dropped += 1;
        return;
      }
      queue.push({
        ...view,
        userAgent: view.userAgent.slice(0, TEXT_CHARS_MAX),
        referrer: view.referrer?.slice(0, TEXT_CHARS_MAX),
      });
      gather();
    },
    flush,
    droppedViews: () => dropped,
    close() {
      giveUpAt = performance.now() + CLOSE_GIVE_UP_MS;
      return flush();
    },
  };
}

type Deps = { pool: Pool; visitors: Visitors; isOver: () => boolean };

/** Answers with how many views had to be given up. Never rejects. */
async function writeBatch(deps: Deps, batch: SeenView[]): Promise<number> {
  for (;;) {
    try {
      const rows = await toRows(deps.visitors, batch);
      for (const [day, ofDay] of Map.groupBy(rows, ({ occurredAt }) => dayOf(occurredAt))) {
        await queryOnce(deps.pool, { ...RECORD_VIEWS, values: toParameters(day, ofDay) });
      }
      return 0;
    } catch (error) {
      if (isMissingPartition(error)) {
        await ensurePartitions(deps, batch);
      } else if (isDataError(error) && batch.length > 1) {
        // One view that PostgreSQL refuses must not take the others with it.
        const middle = Math.ceil(batch.length / 2);
        const first = await writeBatch(deps, batch.slice(0, middle));
        return first + (await writeBatch(deps, batch.slice(middle)));
      } else if (!isUnavailableError(error) && !isConflictError(error)) {
        return batch.length;
      }
    }
    if (deps.isOver()) return batch.length;
    await pause(RETRY_PAUSE_MS);
  }
}

async function ensurePartitions({ pool }: Deps, batch: SeenView[]): Promise<void> {
  for (const { at } of batch) await ensureViewPartitions(pool, at).catch(() => {});
}

/** What is kept of the views of people; those of programs are left out. */
async function toRows(visitors: Visitors, batch: SeenView[]): Promise<ViewRow[]> {
  const rows: ViewRow[] = [];
  for (const view of batch) {
    const agent = readAgent(view.userAgent);
    if (agent === 'bot') continue;
    rows.push({
      workspaceId: view.workspaceId,
      id: view.id,
      tentId: view.tentId,
      occurredAt: view.at,
      visitor: await visitors.hash(view, view.at),
      ...agent,
      country: readCountry(view.countryCode),
      referrer: readReferrer(view.referrer),
    });
  }
  return rows;
}
