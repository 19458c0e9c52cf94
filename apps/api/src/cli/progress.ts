const BAR_CHARS = 24;
const FRAME_MS = 120;
const SECOND_MS = 1_000;

type Screen = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

/**
 * Shows, where somebody is watching, that something is under way and for how long. Nobody knows
 * how long a page takes, so the bar moves to and fro instead of promising.
 */
export function showProgress(
  label: () => string,
  screen: Screen = process.stderr,
): { stop(): void } {
  if (!screen.isTTY) return { stop: () => {} };
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const elapsedMs = performance.now() - startedAt;
    const seconds = (elapsedMs / SECOND_MS).toFixed(0);
    screen.write(`\r\u001B[K${bar(elapsedMs / FRAME_MS)} ${label()} ${seconds} s`);
  }, FRAME_MS);
  return {
    stop() {
      clearInterval(timer);
      screen.write('\r\u001B[K');
    },
  };
}

const BLOCK_CHARS = 6;

export function bar(frame: number): string {
  const way = BAR_CHARS - BLOCK_CHARS;
  const step = Math.floor(frame) % (2 * way);
  const left = step <= way ? step : 2 * way - step;
  return `[${' '.repeat(left)}${'='.repeat(BLOCK_CHARS)}${' '.repeat(way - left)}]`;
}
