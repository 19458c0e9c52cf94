/** Where bars and lines of the chart go. Lengths are pixels. */

export type Bar = { x: number; width: number };

const GAP_SHARE = 0.18;
const GAP_MAX = 3;

/** A bar for each bucket from `left` on: as wide as its time is long, with a little air between. */
export function barsOf(edges: readonly number[], width: number, left = 0): Bar[] {
  const [first = 0] = edges;
  const length = (edges.at(-1) ?? 0) - first;
  const xOf = (edge: number) => left + (length > 0 ? ((edge - first) / length) * width : 0);
  return edges.slice(0, -1).map((edge, index) => {
    const x = xOf(edge);
    const whole = xOf(edges[index + 1] ?? edge) - x;
    const gap = Math.min(GAP_MAX, whole * GAP_SHARE);
    return { x, width: Math.max(whole - gap, 0.5) };
  });
}

/** The bucket under a point, or the nearest one. */
export function bucketAt(bars: readonly Bar[], x: number): number {
  const index = bars.findLastIndex((bar) => bar.x <= x);
  return Math.max(0, index);
}

/** The smallest 1, 2 or 5 times a power of ten from which on so many steps reach a value. */
function niceStep(value: number, steps: number): number {
  const rough = Math.max(value / steps, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough) ?? 10;
  return factor * power;
}

/** Values of the horizontal lines, from 0 to at least the largest value. */
export function ticksOf(max: number, steps = 3): number[] {
  const step = niceStep(max, steps);
  const count = Math.max(1, Math.ceil(max / step));
  return Array.from({ length: count + 1 }, (_, index) => index * step);
}

/** The top of another scale on the same lines: as many steps, of a size of its own. */
export function topOf(max: number, intervals: number): number {
  return niceStep(max, intervals) * intervals;
}

/** A segment that is there must be seen, however tall the rest. */
const SEGMENT_MIN = 2;

export type Segment = { y: number; height: number };

/** Segments of one bar from the bottom up; nothing has no segment. */
export function stackOf(
  values: readonly number[],
  top: number,
  height: number,
): (Segment | null)[] {
  let used = 0;
  return values.map((value) => {
    if (value === 0) return null;
    const size = Math.max((value / top) * height, SEGMENT_MIN);
    used += size;
    return { y: height - used, height: size };
  });
}

type Point = { x: number; y: number };

/** A line through points, left out where it would only lie on the ground. */
export function lineOf(points: readonly Point[], ground: number): string {
  return points
    .slice(1)
    .map((to, index) => ({ from: points[index]!, to }))
    .filter(({ from, to }) => from.y < ground || to.y < ground)
    .map(({ from, to }) => `M${from.x} ${from.y}L${to.x} ${to.y}`)
    .join('');
}
