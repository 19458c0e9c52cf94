import type { Contestant } from './contestant.ts';
import type { Measured } from './measure.ts';
import type { CellMedian } from './report.ts';
import type { Operation } from './requests.ts';

type Bar = {
  name: string;
  operation: Operation;
  connections: number[];
  against: Contestant;
  /** Bigger is better, or the other way round. */
  limit: { min: number } | { max: number };
  measure(measured: Measured): number;
};

const speed = ({ requestsPerSecond }: Measured) => requestsPerSecond;
const latency = ({ p50Ms }: Measured) => p50Ms;

/** What was promised of the metered path, as ratios of one run. */
const BARS: Bar[] = [
  {
    name: 'GET, requests/s ÷ usual build',
    operation: 'get',
    connections: [32],
    against: 'usual',
    limit: { min: 12 },
    measure: speed,
  },
  {
    name: 'GET, requests/s ÷ usual build',
    operation: 'get',
    connections: [128],
    against: 'usual',
    limit: { min: 20 },
    measure: speed,
  },
  {
    name: 'GET, requests/s ÷ bare insert',
    operation: 'get',
    connections: [32, 128],
    against: 'insert',
    limit: { min: 1.2 },
    measure: speed,
  },
  {
    name: 'POST, requests/s ÷ usual build',
    operation: 'post',
    connections: [32, 128],
    against: 'usual',
    limit: { min: 10 },
    measure: speed,
  },
  {
    name: 'GET one at a time, p50 ÷ bare insert',
    operation: 'get',
    connections: [1],
    against: 'insert',
    limit: { max: 3 },
    measure: latency,
  },
];

/** One line for each bar that the run can judge, by the worst of its cells. */
export function judge(results: CellMedian[]): string[] {
  return BARS.flatMap((bar) => {
    const ratios = results.flatMap(({ cell, measured }) => {
      const ours = measured.get('server');
      const theirs = measured.get(bar.against);
      const isMeant =
        cell.operation === bar.operation && bar.connections.includes(cell.connections);
      return isMeant && ours && theirs ? [bar.measure(ours) / bar.measure(theirs)] : [];
    });
    if (ratios.length === 0) return [];
    const connections = bar.connections.join(' and ');
    const [worst, sign, bound] =
      'min' in bar.limit
        ? [Math.min(...ratios), '≥', bar.limit.min]
        : [Math.max(...ratios), '≤', bar.limit.max];
    const isMet = sign === '≥' ? worst >= bound : worst <= bound;
    const where = `${bar.name}, ${connections} connection${connections === '1' ? '' : 's'}`;
    return [`${isMet ? 'met   ' : 'missed'} ${where}: ${worst.toFixed(2)} (bar: ${sign} ${bound})`];
  });
}
