import { type Html, trustedMarkup } from '../html.ts';
import { hashOf, randomFrom } from '../random.ts';
import { f, pickColors } from './tiles.ts';

/** Stands in for a picture of somebody: head and shoulders in shapes, the same for the same name. */
export function portrait(name: string): Html {
  const random = randomFrom(hashOf(name));
  const { ground, figure, third } = pickColors(random, []);
  const hair = random.pick([
    'M28 40a22 22 0 0 1 44 0z',
    'M26 44a24 24 0 0 1 48 0l-4 14V44H30v14z',
    'M28 38c2-16 12-20 24-20s20 8 20 20c-12 2-20-4-24-8-6 6-12 8-20 8z',
    'M30 36q20-28 40 0z',
  ]);
  const sun = `<circle ${f(third)} opacity=".55" cx="${random.int(20, 80)}" cy="${random.int(18, 34)}" r="${random.int(16, 30)}"/>`;
  return trustedMarkup(
    `<svg viewBox="0 0 100 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false"><path ${f(ground)} d="M0-20h100v140H0z"/>${sun}<path ${f(figure)} d="M12 122V98a30 30 0 0 1 30-28h16a30 30 0 0 1 30 28v24z"/><path ${f(third)} d="M42 58h16v14a8 8 0 0 1-16 0z"/><circle ${f(third)} cx="50" cy="44" r="19"/><path ${f(figure === 4 ? 1 : 4)} d="${hair}"/></svg>`,
  );
}
