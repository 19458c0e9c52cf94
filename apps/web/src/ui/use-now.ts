import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;

let now = new Date();

/** The current moment, kept up to date: "3 minutes ago" grows old while the page is open. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(onTick: () => void): () => void {
  now = new Date();
  const timer = setInterval(() => {
    now = new Date();
    onTick();
  }, TICK_MS);
  return () => clearInterval(timer);
}
