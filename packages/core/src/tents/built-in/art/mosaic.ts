import { type Html, trustedMarkup } from '../html.ts';
import type { Motif } from '../page-spec.ts';
import { type Random, randomFrom } from '../random.ts';
import { motifTiles } from './motif-tiles.ts';
import { f, pickColors, PLAIN_TILES, type TileColors } from './tiles.ts';

export type MosaicSize = { columns: number; rows: number };

const TILE = 100;
const MOTIF_SHARE = 0.3;

type Cell = { column: number; row: number; span: 1 | 2; colors: TileColors };

/** A patchwork of geometry with pictures of the subject in it, two of its patches larger. */
export function mosaic(
  { motif, seed }: { motif: Motif; seed: number },
  { columns, rows }: MosaicSize,
): Html {
  const random = randomFrom(seed);
  const cells = layOut({ columns, rows }, random);
  let isMotifNext = true;
  const drawn = cells.map((cell) => {
    const isMotif = cell.span === 2 ? isMotifNext : random.next() < MOTIF_SHARE;
    if (cell.span === 2) isMotifNext = !isMotifNext;
    return drawCell(cell, { random, motif, isMotif });
  });
  return trustedMarkup(
    `<svg class="mosaic" viewBox="0 0 ${columns * TILE} ${rows * TILE}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">${drawn.join('')}</svg>`,
  );
}

function drawCell(
  { column, row, span, colors }: Cell,
  { random, motif, isMotif }: { random: Random; motif: Motif; isMotif: boolean },
): string {
  const tile = random.pick(isMotif ? [...motifTiles(motif)] : PLAIN_TILES);
  const scale = span === 2 ? ' scale(2)' : '';
  const place =
    column === 0 && row === 0 && !scale
      ? ''
      : ` transform="translate(${column * TILE} ${row * TILE})${scale}"`;
  // A hair wider than its place, so that no line of the page shows between two tiles.
  return `<g${place}><path ${f(colors.ground)} d="M0 0h100.5v100.5H0z"/>${tile(colors, isMotif ? 0 : random.int(0, 3))}</g>`;
}

/** Two squares of four places each, where there is room, then single ones all around. */
function layOut({ columns, rows }: MosaicSize, random: Random): Cell[] {
  const taken: (TileColors | undefined)[] = Array.from({ length: columns * rows });
  const cells: Cell[] = [];
  const put = (column: number, row: number, span: 1 | 2) => {
    const around = neighbours(taken, { columns, column, row, span });
    const colors = pickColors(random, around);
    for (let x = column; x < column + span; x += 1) {
      for (let y = row; y < row + span; y += 1) taken[y * columns + x] = colors;
    }
    cells.push({ column, row, span, colors });
  };

  if (columns >= 3 && rows >= 4) {
    const upper = random.int(0, Math.floor(rows / 2) - 2);
    put(random.int(0, columns - 2), upper, 2);
    put(random.int(0, columns - 2), random.int(Math.floor(rows / 2), rows - 2), 2);
  } else if (columns >= 4 && rows >= 2) {
    put(random.int(0, Math.floor(columns / 2) - 2), random.int(0, rows - 2), 2);
    put(random.int(Math.floor(columns / 2), columns - 2), random.int(0, rows - 2), 2);
  }
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (!taken[row * columns + column]) put(column, row, 1);
    }
  }
  return cells;
}

function neighbours(
  taken: readonly (TileColors | undefined)[],
  { columns, column, row, span }: { columns: number; column: number; row: number; span: number },
): number[] {
  const grounds: number[] = [];
  for (let x = column - 1; x <= column + span; x += 1) {
    for (let y = row - 1; y <= row + span; y += 1) {
      const isCorner = (x < column || x >= column + span) && (y < row || y >= row + span);
      const ground = isCorner || x < 0 || x >= columns ? undefined : taken[y * columns + x]?.ground;
      if (ground !== undefined) grounds.push(ground);
    }
  }
  return grounds;
}
