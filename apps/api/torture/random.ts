/** A generator of decisions that can be repeated from its seed. */
export type Random = {
  /** From 0, inclusive, to 1, exclusive. */
  next(): number;
  /** An integer from `min` to `max`, both inclusive. */
  integer(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A generator of its own for one loop, so that no loop's decisions depend on another's pace. */
  fork(): Random;
};

const RANGE = 2 ** 32;
const STEP = 0x6d2b79f5;

/** Mulberry32: 32 bits of state, which is plenty for choosing what happens next. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + STEP) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / RANGE;
  }

  const integer = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick(list) {
      const picked = list[integer(0, list.length - 1)];
      if (picked === undefined) throw new Error('Nothing to pick from.');
      return picked;
    },
    fork: () => createRandom(integer(0, RANGE - 1)),
  };
}
