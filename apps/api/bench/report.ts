import { CONTESTANTS, type Contestant } from './contestant.ts';
import type { Cell, Measured } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { OPERATIONS, type Operation } from './requests.ts';

/** A cell and every round of every contestant in it. */
export type CellResult = { cell: Cell; measured: Map<Contestant, Measured[]> };
export type CellMedian = { cell: Cell; measured: Map<Contestant, Measured> };

/** The round in the middle, whole: its figures belong together. */
export function medianOf({ cell, measured }: CellResult): CellMedian {
  const medians = [...measured].map(([contestant, rounds]): [Contestant, Measured] => {
    const sorted = rounds.toSorted((a, b) => a.requestsPerSecond - b.requestsPerSecond);
    return [contestant, sorted[Math.floor(sorted.length / 2)]!];
  });
  return { cell, measured: new Map(medians) };
}

const BYTES_PER_MIB = 1_024 ** 2;

const mib = (bytes: number) => Math.round(bytes / BYTES_PER_MIB);
const whole = (value: number) => Math.round(value).toLocaleString('en-US');

/** One contestant in one line, for a terminal. */
export function toLine(measured: Measured): string {
  const { requestsPerSecond, p50Ms, p99Ms, peakBytes, cpuMicroseconds } = measured;
  return [
    `${whole(requestsPerSecond).padStart(7)} requests/s`,
    `p50 ${p50Ms.toFixed(2)} ms`,
    `p99 ${p99Ms.toFixed(2)} ms`,
    `${mib(peakBytes)} MiB`,
    `${whole(cpuMicroseconds)} µs of CPU an answer`,
  ].join(' · ');
}

type Report = {
  machine: string;
  results: CellMedian[];
  verdicts: string[];
  options: BenchOptions;
};

export function toMarkdown({ machine, results, verdicts, options }: Report): string {
  const { rounds, timing } = options;
  const seconds = (ms: number) => ms / 1_000;
  return [
    `${machine}. ${rounds === 1 ? 'One round' : `Median of ${rounds} rounds`} of ${seconds(timing.measureMs)} s after ${seconds(timing.warmUpMs)} s of warm-up. The load generator, the server and PostgreSQL share the machine.`,
    ...(Object.keys(OPERATIONS) as Operation[]).flatMap((operation) => {
      const cells = results.filter(({ cell }) => cell.operation === operation);
      return cells.length > 0 ? [`### \`${OPERATIONS[operation]}\``, tableOf(cells)] : [];
    }),
    '### Bars',
    `\`\`\`\n${verdicts.join('\n')}\n\`\`\``,
  ].join('\n\n');
}

const HEADINGS = [
  'connections',
  'workspaces',
  'contestant',
  'requests/s',
  'this server ÷ it',
  'p50 ms',
  'p99 ms',
  'peak memory MiB',
  'CPU µs an answer',
];

function tableOf(results: CellMedian[]): string {
  const rows = results.flatMap(({ cell, measured }) =>
    [...measured].map(([contestant, figures]) => {
      const ours = measured.get('server');
      const ratio = ours ? ours.requestsPerSecond / figures.requestsPerSecond : Number.NaN;
      return [
        cell.connections,
        whole(cell.workspaces),
        CONTESTANTS[contestant],
        whole(figures.requestsPerSecond),
        contestant === 'server' || Number.isNaN(ratio) ? '' : ratio.toFixed(2),
        figures.p50Ms.toFixed(2),
        figures.p99Ms.toFixed(2),
        mib(figures.peakBytes),
        whole(figures.cpuMicroseconds),
      ];
    }),
  );
  const lines = [HEADINGS, HEADINGS.map((_, index) => (index === 2 ? '---' : '--:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const BEGIN = '<!-- bench: begin -->';
const END = '<!-- bench: end -->';

/** Puts the report between the marks of the document; the rest of it is written by hand. */
export function placeReport(document: string, report: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The document needs ${BEGIN} and ${END}.`);
  return `${document.slice(0, begin)}${BEGIN}\n\n${report}\n\n${document.slice(end)}`;
}
