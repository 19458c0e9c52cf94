import { unavailable } from '../errors.ts';

export type WaitingLine<Entry> = {
  /** Rejects the entry with `unavailable` when too many wait already. */
  add(entry: Entry): void;
  /** The entries that have waited for longest, at most so many. */
  take(entriesMax: number): Entry[];
  isEmpty(): boolean;
};

type Limits = { entriesMax: number; waitMsMax: number };
type Place<Entry> = { entry: Entry; since: number };

/**
 * What waits for its turn with the database. Bounded in number, and in how long anybody waits: a
 * database that stands still holds up those whose turn it is, and must not hold up everybody
 * behind them as well. Who is refused here has not been begun with.
 */
export function createWaitingLine<Entry extends { reject(error: Error): void }>({
  entriesMax,
  waitMsMax,
}: Limits): WaitingLine<Entry> {
  let places: Place<Entry>[] = [];
  let timer: NodeJS.Timeout | undefined;

  function refuseLate(): void {
    const lateSince = performance.now() - waitMsMax;
    const onTime = places.findIndex(({ since }) => since > lateSince);
    const late = onTime === -1 ? places : places.slice(0, onTime);
    places = onTime === -1 ? [] : places.slice(onTime);
    for (const { entry } of late) entry.reject(unavailable());
    watch();
  }

  /** One timer at most, for whoever has waited for longest. */
  function watch(): void {
    clearTimeout(timer);
    const [first] = places;
    const waitMs = first && Math.max(1, first.since + waitMsMax - performance.now());
    timer = first && setTimeout(refuseLate, waitMs);
  }

  return {
    add(entry) {
      if (places.length >= entriesMax) return entry.reject(unavailable());
      places.push({ entry, since: performance.now() });
      timer ??= setTimeout(refuseLate, waitMsMax);
    },
    take(count) {
      const taken = places.slice(0, count);
      places = places.slice(count);
      watch();
      return taken.map(({ entry }) => entry);
    },
    isEmpty: () => places.length === 0,
  };
}
