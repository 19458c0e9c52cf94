import { z } from 'zod';

/** Deeper than anybody means to go, and far from where JSON and PostgreSQL run out of stack. */
const LEVELS_MAX = 100;

/** An object of a caller's own making that is kept and given back as it is. */
export const StoredObject = z
  .record(z.string(), z.unknown())
  .refine((value) => !isDeeperThan(LEVELS_MAX, value), {
    error: `Must not have more than ${LEVELS_MAX} levels`,
    // What comes next goes down all levels.
    abort: true,
  })
  .refine((value) => isStorable(value), 'Must not contain NUL characters or broken Unicode');

/** Level by level, so that no depth can exhaust the stack. */
function isDeeperThan(levels: number, value: unknown): boolean {
  let parts = [value];
  for (let level = 0; level <= levels; level += 1) {
    parts = parts.flatMap((part) =>
      typeof part === 'object' && part !== null ? (Object.values(part) as unknown[]) : [],
    );
    if (parts.length === 0) return false;
  }
  return true;
}

/** PostgreSQL keeps neither NUL characters nor halves of surrogate pairs, in keys and values alike. */
function isStorable(value: unknown): boolean {
  const json = JSON.stringify(value);
  // Well-formed strings are never escaped as surrogates by JSON.stringify.
  return !/\\u0000|\\ud[89ab]|\\ud[c-f]/i.test(json.replaceAll('\\\\', ''));
}
