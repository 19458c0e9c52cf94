import { unavailable } from '../errors.ts';

export type WaitingLine<Entry> = {
  readonly length: number;
  /** Rejects the entry with `unavailable` when too many wait already. */
  add(entry: Entry): void;
  /** The entries that have waited for longest, at most so many. */
  take(entriesMax: number): Entry[];
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
  let isWatched = false;

  /** One timer for all of them, and none for those whose turn comes in time. */
  function watch(waitMs: number): void {
    isWatched = true;
    setTimeout(refuseLate, waitMs).unref();
  }

  function refuseLate(): void {
    isWatched = false;
    const lateSince = performance.now() - waitMsMax;
    const onTime = places.findIndex(({ since }) => since > lateSince);
    const late = onTime === -1 ? places : places.slice(0, onTime);
    places = onTime === -1 ? [] : places.slice(onTime);
    for (const { entry } of late) entry.reject(unavailable());
    const [first] = places;
    if (first) watch(Math.ceil(first.since - lateSince));
  }

  return {
    get length() {
      return places.length;
    },
    add(entry) {
      if (places.length >= entriesMax) return entry.reject(unavailable());
      places.push({ entry, since: performance.now() });
      if (!isWatched) watch(waitMsMax);
    },
    take(count) {
      const taken = places.slice(0, count);
      places = places.slice(count);
      return taken.map(({ entry }) => entry);
    },
  };
}
