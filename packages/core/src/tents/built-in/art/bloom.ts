import { type Html, trustedMarkup } from '../html.ts';
import { type Random, randomFrom } from '../random.ts';
import { f, s } from './tiles.ts';

const FLOOR = 500;

/** Stems with leaves before a large sun. */
export function bloom({ seed }: { seed: number }): Html {
  const random = randomFrom(seed);
  const stems = [90, 200, 305].map((x, index) =>
    stem(random, {
      x: x + random.int(-14, 14),
      height: [300, 400, 250][index] ?? 300,
      color: [4, 1, 6][index] ?? 1,
    }),
  );
  return trustedMarkup(
    `<svg class="scene" viewBox="0 0 400 ${FLOOR}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"><path ${f(3)} d="M0 0h400v${FLOOR}H0z"/><circle ${f(2)} cx="${random.int(180, 260)}" cy="${random.int(170, 210)}" r="128"/><path ${f(5)} d="M0 430c90-46 170-30 240-12s120 8 160-14v96H0z"/>${stems.join('')}<path ${f(1)} d="M0 478c100-30 210-24 400 0v22H0z"/></svg>`,
  );
}

function stem(
  random: Random,
  { x, height, color }: { x: number; height: number; color: number },
): string {
  const lean = random.int(-26, 26);
  const top = FLOOR - height;
  const pairs = Math.max(2, Math.round(height / 78));
  const leaves = Array.from({ length: pairs }, (_, index) => {
    const t = (index + 1) / (pairs + 0.4);
    const y = Math.round(FLOOR - height * t);
    const at = Math.round(x + lean * t * t);
    const size = Math.round(62 - 26 * t);
    return (
      leaf({ x: at, y, size, side: 1, color }) + leaf({ x: at, y: y + 14, size, side: -1, color })
    );
  });
  const tip = `<path ${f(color)} d="M${x + lean} ${top - 34}q16 22 0 44q-16-22 0-44z"/>`;
  return `<path ${s(color, 5)} d="M${x} ${FLOOR}Q${x} ${FLOOR - height / 2} ${x + lean} ${top}"/>${leaves.join('')}${tip}`;
}

function leaf({
  x,
  y,
  size,
  side,
  color,
}: {
  x: number;
  y: number;
  size: number;
  side: 1 | -1;
  color: number;
}): string {
  const reach = side * size;
  const rise = Math.round(size * 0.62);
  return `<path ${f(color)} d="M${x} ${y}C${x + Math.round(reach * 0.2)} ${y - rise} ${x + Math.round(reach * 0.75)} ${y - rise} ${x + reach} ${y - Math.round(rise * 0.7)}C${x + Math.round(reach * 0.85)} ${y} ${x + Math.round(reach * 0.4)} ${y + 4} ${x} ${y}z"/>`;
}
