import type { Random } from '../random.ts';

/** Colours of one tile, by the numbers of the drawing colours: ground, figure, and a third. */
export type TileColors = { ground: number; figure: number; third: number };

/** Drawn on 100 × 100. `turn` = quarter turns, for those that have no up and down. */
export type Tile = (colors: TileColors, turn: number) => string;

export const f = (color: number) => `class="f${color}"`;
/** A line of a drawing's colour. */
export const s = (color: number, width: number) =>
  `class="s${color}" fill="none" stroke-width="${width}"`;

const turned = (turn: number, inner: string) =>
  turn === 0 ? inner : `<g transform="rotate(${turn * 90} 50 50)">${inner}</g>`;

/** Geometry alone: these go with every subject. */
export const PLAIN_TILES: readonly [Tile, ...Tile[]] = [
  (c, turn) => turned(turn, `<path ${f(c.figure)} d="M0 0h100A100 100 0 0 1 0 100z"/>`),
  (c, turn) =>
    turned(turn, `<path ${f(c.figure)} d="M0 0A100 100 0 0 1 100 100A100 100 0 0 1 0 0"/>`),
  (c, turn) => turned(turn, `<path ${f(c.figure)} d="M0 50a50 50 0 0 1 100 0z"/>`),
  (c) =>
    `<circle ${f(c.figure)} cx="50" cy="50" r="34"/><circle ${f(c.third)} cx="50" cy="50" r="14"/>`,
  (c, turn) =>
    turned(
      turn,
      `<path ${f(c.figure)} d="M0 0h100A100 100 0 0 1 0 100z"/><path ${f(c.ground)} d="M0 0h68A68 68 0 0 1 0 68z"/><path ${f(c.third)} d="M0 0h36A36 36 0 0 1 0 36z"/>`,
    ),
  (c, turn) =>
    turned(turn, [10, 35, 60, 85].map((y) => `<path ${s(c.figure, 8)} d="M0 ${y}h100"/>`).join('')),
  (c) =>
    [20, 50, 80]
      .flatMap((x) => [20, 50, 80].map((y) => `<circle ${f(c.figure)} cx="${x}" cy="${y}" r="8"/>`))
      .join(''),
  (c, turn) => turned(turn, `<path ${f(c.figure)} d="M0 0h100L0 100z"/>`),
  (c) =>
    `<path ${f(c.figure)} d="M50 50A50 50 0 0 1 0 0A50 50 0 0 1 50 50A50 50 0 0 1 100 0A50 50 0 0 1 50 50A50 50 0 0 1 100 100A50 50 0 0 1 50 50A50 50 0 0 1 0 100A50 50 0 0 1 50 50"/>`,
  (c) =>
    `<path ${f(c.figure)} d="M50 0A50 50 0 0 0 100 50A50 50 0 0 0 50 100A50 50 0 0 0 0 50A50 50 0 0 0 50 0"/>`,
  (c, turn) =>
    turned(
      turn,
      `<path ${f(c.figure)} d="M0 50a50 50 0 0 1 100 0z"/><path ${f(c.third)} d="M0 100a50 50 0 0 1 100 0z"/>`,
    ),
  (c, turn) =>
    turned(
      turn,
      `<path ${f(c.figure)} d="M0 0h50v50H0zM50 50h50v50H50z"/><circle ${f(c.third)} cx="75" cy="25" r="14"/>`,
    ),
  (c, turn) =>
    turned(
      turn,
      `<path ${s(c.figure, 9)} d="M0 30q25-26 50 0t50 0M0 56q25-26 50 0t50 0M0 82q25-26 50 0t50 0"/>`,
    ),
];

const GROUNDS: readonly [TileColors, ...TileColors[]] = [
  { ground: 3, figure: 1, third: 4 },
  { ground: 1, figure: 5, third: 2 },
  { ground: 4, figure: 2, third: 5 },
  { ground: 2, figure: 4, third: 1 },
  { ground: 5, figure: 1, third: 6 },
  { ground: 6, figure: 5, third: 4 },
  { ground: 5, figure: 4, third: 2 },
  { ground: 3, figure: 6, third: 1 },
];

/** Colours for a tile whose neighbours have these grounds: never the same twice in a row. */
export function pickColors(random: Random, taken: readonly number[]): TileColors {
  const free = GROUNDS.filter(({ ground }) => !taken.includes(ground));
  const [first = GROUNDS[0], ...others] = free;
  return random.pick([first, ...others]);
}
