import type { Motif } from '../page-spec.ts';
import { f, s, type Tile, type TileColors } from './tiles.ts';

type Draw = (c: TileColors) => string;

/** Small pictures, drawn on 100 × 100 and upright, that say what a page is about. */
const DRAWINGS: Readonly<Record<Motif, readonly [Draw, Draw, Draw]>> = {
  cup: [
    (c) =>
      `<path ${f(c.figure)} d="M20 40h52v22a20 20 0 0 1-20 20H40a20 20 0 0 1-20-20z"/><path ${s(c.figure, 6)} d="M72 46h5a10 10 0 0 1 0 20h-6"/><path ${s(c.third, 5)} d="M36 32c-6-7 6-10 0-18M54 32c-6-7 6-10 0-18"/><path ${s(c.third, 5)} d="M16 90h60"/>`,
    (c) =>
      `<g transform="rotate(35 50 50)"><ellipse ${f(c.figure)} cx="50" cy="50" rx="25" ry="36"/><path ${s(c.ground, 6)} d="M50 12c-14 20 14 34 0 76"/></g>`,
    (c) =>
      `<circle ${f(c.figure)} cx="46" cy="50" r="34"/><circle ${f(c.third)} cx="46" cy="50" r="25"/><path ${s(c.figure, 8)} d="M78 42h12v16H78"/><path ${s(c.figure, 4)} d="M34 52c4-10 10 6 14-4s8-4 10 0"/>`,
  ],
  table: [
    (c) =>
      `<circle ${f(c.figure)} cx="50" cy="50" r="36"/><circle ${s(c.third, 3)} cx="50" cy="50" r="22"/><path ${f(c.third)} d="M50 38c9 0 14 6 12 14-8 6-20 4-24-3 2-7 6-11 12-11z"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M32 12h36c2 26-4 38-18 38S30 38 32 12z"/><path ${s(c.figure, 5)} d="M50 50v32M34 86h32"/><path ${f(c.third)} d="M33 26h34c-1 14-6 18-17 18s-16-4-17-18z"/>`,
    (c) =>
      `<circle ${f(c.figure)} cx="50" cy="50" r="36"/><circle ${f(c.ground)} cx="50" cy="50" r="29"/><path ${f(c.third)} d="M50 46V24a26 26 0 0 1 17 8zM54 50l16-16a26 26 0 0 1 6 16zM54 54h22a26 26 0 0 1-8 18zM50 56l16 16a26 26 0 0 1-16 4zM46 56v20a26 26 0 0 1-16-6zM44 53L28 68a26 26 0 0 1-4-15zM44 48H24a26 26 0 0 1 6-16zM46 46L32 30a26 26 0 0 1 14-6z"/>`,
  ],
  leaf: [
    (c) =>
      `<path ${s(c.third, 4)} d="M50 100V20"/><path ${f(c.figure)} d="M50 40C30 40 22 28 20 14c18 0 29 8 30 26zM50 40c20 0 28-12 30-26-18 0-29 8-30 26zM50 72c-20 0-28-12-30-26 18 0 29 8 30 26zM50 72c20 0 28-12 30-26-18 0-29 8-30 26z"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M50 8c26 18 34 50 0 84C16 58 24 26 50 8z"/><path ${s(c.ground, 4)} d="M50 24v68M50 46l14-12M50 46L36 34M50 66l16-14M50 66L34 52"/>`,
    (c) =>
      [0, 60, 120, 180, 240, 300]
        .map(
          (angle) =>
            `<ellipse ${f(c.figure)} cx="50" cy="27" rx="13" ry="21" transform="rotate(${angle} 50 50)"/>`,
        )
        .join('') + `<circle ${f(c.third)} cx="50" cy="50" r="12"/>`,
  ],
  home: [
    (c) =>
      `<path ${f(c.figure)} d="M22 100V50a28 28 0 0 1 56 0v50z"/><path ${f(c.third)} d="M34 100V52a16 16 0 0 1 32 0v48z"/><circle ${f(c.figure)} cx="59" cy="72" r="3"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M10 52L50 16l40 36v48H10z"/><path ${f(c.third)} d="M42 100V72h16v28zM26 56h14v12H26zM60 56h14v12H60z"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M18 14h64v72H18z"/><path ${f(c.third)} d="M25 21h21v26H25zM54 21h21v26H54zM25 54h21v25H25zM54 54h21v25H54z"/><path ${s(c.figure, 6)} d="M12 90h76"/>`,
  ],
  screen: [
    (c) =>
      `<rect ${f(c.figure)} x="14" y="22" width="72" height="56" rx="7"/><path ${s(c.ground, 4)} d="M14 36h72"/><path ${s(c.third, 6)} d="M26 66V54M42 66V46M58 66V50M74 66V42"/>`,
    (c) => `<path ${f(c.figure)} d="M30 16l48 44-22 3 12 22-11 6-12-22-15 15z"/>`,
    (c) =>
      `<rect ${f(c.figure)} x="14" y="32" width="72" height="36" rx="18"/><circle ${f(c.third)} cx="68" cy="50" r="13"/>`,
  ],
  stage: [
    (c) =>
      `<rect ${f(c.figure)} x="38" y="12" width="24" height="44" rx="12"/><path ${s(c.third, 5)} d="M28 46a22 22 0 0 0 44 0M50 68v18M34 88h32"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M50 6l9 22 20-13-5 23 24 2-20 13 18 17-24-2 4 24-20-15-13 20-6-23-22 9 11-21-24-5 21-12-15-18 24 3z"/><circle ${f(c.third)} cx="50" cy="50" r="10"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M42 12h16l34 88H8z"/><ellipse ${f(c.third)} cx="50" cy="90" rx="34" ry="8"/>`,
  ],
  book: [
    (c) =>
      `<path ${f(c.figure)} d="M50 30C38 20 24 18 10 20v56c14-2 28 0 40 10 12-10 26-12 40-10V20c-14-2-28 0-40 10z"/><path ${s(c.ground, 4)} d="M50 32v52"/><path ${s(c.third, 4)} d="M20 36c7 0 13 1 20 5M20 50c7 0 13 1 20 5M80 36c-7 0-13 1-20 5M80 50c-7 0-13 1-20 5"/>`,
    (c) =>
      `<g transform="rotate(45 50 50)"><path ${f(c.figure)} d="M40 4h20v66L50 92 40 70z"/><path ${f(c.third)} d="M40 4h20v14H40zM46 83h8l-4 9z"/></g>`,
    (c) =>
      `<rect ${f(c.figure)} x="14" y="66" width="72" height="16" rx="3"/><rect ${f(c.third)} x="22" y="48" width="60" height="16" rx="3"/><rect ${f(c.figure)} x="18" y="30" width="56" height="16" rx="3"/>`,
  ],
  peak: [
    (c) =>
      `<path ${f(c.figure)} d="M0 100L44 26l20 32 12-16 24 58z"/><path ${f(c.third)} d="M44 26l13 21-8 5-5-6-6 7-6-5z"/>`,
    (c) =>
      `<circle ${f(c.figure)} cx="50" cy="46" r="26"/><path ${s(c.third, 6)} d="M0 74q12-10 25 0t25 0 25 0 25 0M0 90q12-10 25 0t25 0 25 0 25 0"/>`,
    (c) =>
      `<circle ${s(c.figure, 6)} cx="50" cy="50" r="34"/><path ${f(c.third)} d="M66 34L56 56 34 66l10-22z"/>`,
  ],
  pulse: [
    (c) =>
      `<path ${f(c.figure)} d="M50 86C20 64 10 48 10 34a21 21 0 0 1 40-9 21 21 0 0 1 40 9c0 14-10 30-40 52z"/>`,
    (c) => `<path ${f(c.figure)} d="M38 14h24v24h24v24H62v24H38V62H14V38h24z"/>`,
    (c) =>
      `<path ${s(c.figure, 7)} d="M0 54h26l10-26 16 48 14-34 7 12h27"/><circle ${f(c.third)} cx="80" cy="24" r="9"/>`,
  ],
  shape: [
    (c) =>
      `<path ${f(c.figure)} d="M4 50c24-38 68-38 92 0-24 38-68 38-92 0z"/><circle ${f(c.third)} cx="50" cy="50" r="19"/><circle ${f(c.figure)} cx="50" cy="50" r="8"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M38 10h24v12c0 8 20 14 20 38 0 20-12 32-32 32S18 80 18 60c0-24 20-30 20-38z"/><path ${s(c.third, 5)} d="M20 56h60M24 70h52"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M50 12l40 70H10z"/><circle ${f(c.third)} cx="50" cy="58" r="16"/>`,
  ],
  sound: [
    (c) =>
      `<circle ${f(c.figure)} cx="50" cy="50" r="40"/><circle ${s(c.ground, 2)} cx="50" cy="50" r="32"/><circle ${s(c.ground, 2)} cx="50" cy="50" r="25"/><circle ${f(c.third)} cx="50" cy="50" r="15"/><circle ${f(c.figure)} cx="50" cy="50" r="3"/>`,
    (c) =>
      [14, 28, 42, 56, 70, 84]
        .map(
          (x, i) =>
            `<path ${s(i % 2 ? c.third : c.figure, 8)} d="M${x} 90V${[52, 24, 40, 12, 46, 66][i]}"/>`,
        )
        .join(''),
    (c) =>
      `<path ${s(c.figure, 7)} d="M40 72V24l36-8v46"/><ellipse ${f(c.figure)} cx="30" cy="74" rx="14" ry="11"/><ellipse ${f(c.figure)} cx="66" cy="64" rx="14" ry="11"/>`,
  ],
  coin: [
    (c) =>
      [70, 54, 38]
        .map(
          (y, i) =>
            `<path ${f(i % 2 ? c.third : c.figure)} d="M18 ${y}v12c0 8 14 12 32 12s32-4 32-12V${y}z"/>`,
        )
        .join('') + `<ellipse ${f(c.third)} cx="50" cy="38" rx="32" ry="12"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M12 62h18v38H12zM41 42h18v58H41z"/><path ${f(c.third)} d="M70 18h18v82H70z"/>`,
    (c) =>
      `<path ${f(c.figure)} d="M10 34L50 12l40 22v6H10zM16 44h10v34H16zM38 44h10v34H38zM54 44h10v34H54zM76 44h10v34H76zM10 82h80v8H10z"/>`,
  ],
};

/** A motif's pictures as tiles; they are never turned. */
export function motifTiles(motif: Motif): readonly [Tile, Tile, Tile] {
  return DRAWINGS[motif];
}
