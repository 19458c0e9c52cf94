import { setTimeout } from 'node:timers/promises';
import { openListener } from '@tented/db';
import type { KeyCache } from './key-cache.ts';
import { KEY_CHANNEL } from './key-events.ts';

const RECONNECT_PAUSE_MS = 500;
/** How long a line may be dead before that is noticed: one that only went silent says nothing. */
const HEARTBEAT_MS = 10_000;

/**
 * Forgets cached keys as soon as another server changes them. For freshness only: nothing
 * depends on a notice arriving. While the line is down, and whenever it comes back, the
 * whole cache is cleared, because notices may have been missed.
 */
export function listenForKeyChanges(
  url: string,
  keys: KeyCache,
  { heartbeatMs = HEARTBEAT_MS } = {},
): { close(): Promise<void> } {
  const stop = new AbortController();

  async function listenOnce(): Promise<void> {
    const client = openListener(url);
    const hasEnded = new Promise<void>((resolve) => {
      client.once('end', resolve);
      client.on('error', () => resolve());
      stop.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    try {
      await client.connect();
      client.on('notification', ({ payload }) => payload && keys.forget(payload));
      await client.query(`LISTEN ${KEY_CHANNEL}`);
      keys.clear();
      while (!(await isOverWithin(heartbeatMs, hasEnded))) await client.query('SELECT 1');
    } catch {
      // Tried again below, until close().
    } finally {
      keys.clear();
      await client.end().catch(() => {});
    }
  }

  const running = (async () => {
    while (!stop.signal.aborted) {
      await listenOnce();
      await setTimeout(RECONNECT_PAUSE_MS, undefined, { signal: stop.signal }).catch(() => {});
    }
  })();

  return {
    close: () => {
      stop.abort();
      return running;
    },
  };
}

function isOverWithin(ms: number, end: Promise<void>): Promise<boolean> {
  return Promise.race([end.then(() => true), setTimeout(ms, false, { ref: false })]);
}
