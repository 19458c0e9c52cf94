/** Where somebody stands with a limit after one more request. */
export type Standing = {
  isAllowed: boolean;
  /** Requests left in the window. */
  remaining: number;
  /** Whole seconds until the quota is whole again, at least one. */
  resetSeconds: number;
};

export type Limiter = {
  /** Requests that a window allows. */
  quota: number;
  /** Counts one request of `name` at `nowMs`. */
  take(name: string, nowMs: number): Standing | Promise<Standing>;
};

/** A limiter that knows at once. */
export type WindowLimiter = Omit<Limiter, 'take'> & {
  take(name: string, nowMs: number): Standing;
};

export const WINDOW_SECONDS = 60;
const WINDOW_MS = WINDOW_SECONDS * 1_000;
const MS_PER_SECOND = 1_000;
const WINDOWS_MAX = 200_000;

/** `used` stops counting at the quota + 1: a refused request does not lengthen the wait. */
type Window = { endsAtMs: number; used: number };

/**
 * Counts in this process. A name's window begins with its first request and lasts a minute.
 * Windows are kept in the order in which they began, which is the one in which they end, so
 * that forgetting old ones costs nothing worth a timer; and there is a most of them.
 */
export function createWindowLimiter(quota: number): WindowLimiter {
  const windows = new Map<string, Window>();

  function open(name: string, nowMs: number): Window {
    for (const [oldest, { endsAtMs }] of windows) {
      if (endsAtMs > nowMs && windows.size < WINDOWS_MAX) break;
      windows.delete(oldest);
    }
    const window = { endsAtMs: nowMs + WINDOW_MS, used: 0 };
    windows.delete(name);
    windows.set(name, window);
    return window;
  }

  return {
    quota,
    take(name, nowMs) {
      let window = windows.get(name);
      if (!window || window.endsAtMs <= nowMs) window = open(name, nowMs);
      if (window.used <= quota) window.used += 1;
      return {
        isAllowed: window.used <= quota,
        remaining: Math.max(0, quota - window.used),
        resetSeconds: toSeconds(window.endsAtMs - nowMs),
      };
    },
  };
}

/** Rounded up: whoever waits that long has waited long enough. */
export function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / MS_PER_SECOND));
}
