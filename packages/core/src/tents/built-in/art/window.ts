import { type Html, trustedMarkup } from '../html.ts';
import { type Random, randomFrom } from '../random.ts';
import { f, s } from './tiles.ts';

/** A line of text, seen from far away. */
const bar = (x: number, y: number, { width, tone = 'wl' }: { width: number; tone?: string }) =>
  `<rect class="${tone}" x="${x}" y="${y}" width="${width}" height="10" rx="5"/>`;

/** A program at work, without a word in it: nothing here claims to be somebody's product. */
export function programWindow({ seed }: { seed: number }): Html {
  const random = randomFrom(seed);
  const values = Array.from({ length: 9 }, (_, index) => 330 - index * 13 - random.int(0, 58));
  return trustedMarkup(
    `<svg class="window" viewBox="0 0 1120 640" aria-hidden="true" focusable="false"><rect class="wc" x="1" y="1" width="1118" height="638" rx="22"/><path class="wt" d="M1 23A22 22 0 0 1 23 1h187v638H23A22 22 0 0 1 1 617z"/>${sidebar(random)}${cards(random)}${chart(values)}${list(random)}</svg>`,
  );
}

function sidebar(random: Random): string {
  const rows = Array.from({ length: 6 }, (_, index) => {
    const y = 112 + index * 46;
    const active =
      index === 1
        ? `<rect ${f(1)} opacity=".14" x="20" y="${y - 15}" width="172" height="40" rx="10"/>`
        : '';
    return `${active}<rect ${f(index === 1 ? 1 : 3)} x="34" y="${y - 4}" width="18" height="18" rx="6"/>${bar(64, y, { width: random.int(62, 108), tone: index === 1 ? 'f1' : 'wl' })}`;
  });
  return `<circle ${f(1)} cx="46" cy="48" r="15"/><circle ${f(2)} cx="58" cy="48" r="15" opacity=".85"/>${bar(86, 43, { width: 84, tone: 'wi' })}${rows.join('')}`;
}

function cards(random: Random): string {
  return [0, 1, 2]
    .map((index) => {
      const x = 246 + index * 284;
      const trend = Array.from(
        { length: 7 },
        (_, step) => `${x + 130 + step * 18} ${118 - random.int(0, 34)}`,
      );
      return `<rect class="wb" x="${x}" y="36" width="260" height="112" rx="16"/>${bar(x + 24, 62, { width: 70 })}<rect class="wi" x="${x + 24}" y="88" width="${random.int(64, 92)}" height="24" rx="8"/><path ${s([1, 6, 2][index] ?? 1, 5)} d="M${trend.join('L')}"/>`;
    })
    .join('');
}

function chart(values: number[]): string {
  const points = values.map((y, index) => [270 + index * 59, y] as const);
  const [[x0, y0] = [270, 300]] = points;
  let line = `M${x0} ${y0}`;
  points.slice(1).forEach(([x, y], index) => {
    const [px, py] = points[index] ?? [x, y];
    line += `C${px + 30} ${py} ${x - 30} ${y} ${x} ${y}`;
  });
  const [lastX, lastY] = points.at(-1) ?? [x0, y0];
  const grid = [250, 310, 370].map((y) => `<path class="wg" d="M270 ${y}h472"/>`).join('');
  return `<rect class="wb" x="246" y="172" width="520" height="432" rx="16"/>${bar(270, 198, { width: 120, tone: 'wi' })}${grid}<path ${f(1)} opacity=".16" d="${line}V430H270z"/><path ${s(1, 5)} d="${line}"/><circle ${f(1)} cx="${lastX}" cy="${lastY}" r="9"/><circle class="wc" cx="${lastX}" cy="${lastY}" r="4"/>${columns()}`;
}

function columns(): string {
  return Array.from({ length: 12 }, (_, index) => {
    const height = 24 + ((index * 37) % 72);
    return `<rect ${f(index % 4 === 2 ? 2 : 3)} x="${272 + index * 40}" y="${578 - height}" width="24" height="${height}" rx="6"/>`;
  }).join('');
}

function list(random: Random): string {
  const rows = Array.from({ length: 5 }, (_, index) => {
    const y = 258 + index * 70;
    return `<circle ${f([1, 2, 6, 4, 3][index] ?? 1)} cx="832" cy="${y}" r="20"/>${bar(866, y - 13, { width: random.int(84, 130), tone: 'wi' })}${bar(866, y + 7, { width: random.int(60, 100) })}<rect ${f(index % 2 ? 3 : 1)} opacity="${index % 2 ? 1 : 0.18}" x="1018" y="${y - 12}" width="52" height="24" rx="12"/>`;
  });
  return `<rect class="wb" x="790" y="172" width="304" height="432" rx="16"/>${bar(814, 198, { width: 96, tone: 'wi' })}${rows.join('')}`;
}
