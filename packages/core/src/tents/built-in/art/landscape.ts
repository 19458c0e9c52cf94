import { type Html, trustedMarkup } from '../html.ts';
import { type Random, randomFrom } from '../random.ts';
import { f } from './tiles.ts';

const WIDTH = 400;
const HEIGHT = 500;
const RIDGES = [
  { y: 250, height: 120, steps: 4, color: 1, opacity: 0.35 },
  { y: 310, height: 90, steps: 5, color: 1, opacity: 0.62 },
  { y: 375, height: 70, steps: 4, color: 1, opacity: 1 },
  { y: 440, height: 46, steps: 3, color: 4, opacity: 1 },
];

/** Ridges behind ridges under a low sun. */
export function landscape({ seed }: { seed: number }): Html {
  const random = randomFrom(seed);
  const sunX = random.int(110, 290);
  const ridges = RIDGES.map(
    ({ color, opacity, ...ridge }) =>
      `<path ${f(color)}${opacity < 1 ? ` opacity="${opacity}"` : ''} d="${ridgePath(ridge, random)}"/>`,
  );
  return trustedMarkup(
    `<svg class="scene" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"><path ${f(3)} d="M0 0h${WIDTH}v${HEIGHT}H0z"/><path ${f(5)} opacity=".55" d="M0 150h${WIDTH}v${HEIGHT}H0z"/><circle ${f(2)} cx="${sunX}" cy="150" r="66"/><circle ${f(2)} opacity=".35" cx="${sunX}" cy="150" r="92"/>${ridges.join('')}${trees(random)}</svg>`,
  );
}

function ridgePath(
  { y, height, steps }: { y: number; height: number; steps: number },
  random: Random,
): string {
  const width = WIDTH / steps;
  let path = `M0 ${HEIGHT}V${y + random.int(-10, height / 3)}`;
  for (let step = 0; step < steps; step += 1) {
    const left = step * width;
    const peak = Math.round(left + width * (0.35 + random.next() * 0.3));
    const top = y - random.int(Math.round(height * 0.35), height);
    const valley = y + random.int(0, Math.round(height * 0.3));
    path += `L${peak} ${top}L${Math.round(left + width)} ${valley}`;
  }
  return `${path}V${HEIGHT}z`;
}

function trees(random: Random): string {
  return Array.from({ length: 9 }, (_, index) => {
    const x = Math.round(index * 46 + random.int(-6, 16));
    const h = random.int(64, 118);
    const base = random.int(476, 492);
    return `<path ${f(4)} d="M${x} ${base - h}l${Math.round(h * 0.26)} ${h}h-${Math.round(h * 0.52)}z"/>`;
  }).join('');
}
