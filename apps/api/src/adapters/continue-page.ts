const OVERLAP_CHARS_MIN = 8;
const OVERLAP_CHARS_MAX = 4000;
const RESTART_CHARS_MAX = 300;

/** A page that was cut off, and what the model wrote when asked to go on, as one text. */
export function continued(before: string, after: string): string {
  const opened = after.replace(/^\s*```[a-z]*[ \t]*\n/i, '');
  const restart = /<!doctype\s+html|<html[\s>]/i.exec(opened);
  // Some begin anew instead of going on; then the new one is the page.
  if (restart && restart.index < RESTART_CHARS_MAX) return opened.slice(restart.index);
  const kept = before.replace(/\n```\s*$/, '');
  return kept + opened.slice(overlapOf(kept, opened));
}

/** How much of the beginning of one text repeats the end of the other. */
function overlapOf(before: string, after: string): number {
  const longest = Math.min(OVERLAP_CHARS_MAX, before.length, after.length);
  for (let chars = longest; chars >= OVERLAP_CHARS_MIN; chars -= 1) {
    if (before.endsWith(after.slice(0, chars))) return chars;
  }
  return 0;
}
