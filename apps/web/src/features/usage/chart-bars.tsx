import type { ReactNode } from 'react';
import { formatCompact } from '../../lib/format.ts';
import type { AxisLabel } from './bucket-labels.ts';
import { type Bar, lineOf, stackOf, ticksOf, topOf } from './chart-scale.ts';
import type { ChartSelection } from './use-chart-selection.ts';
import classes from './usage-chart.module.css';
import { type Bucket, CLASSES } from './usage-totals.ts';

type ChartBarsProps = {
  buckets: Bucket[];
  bars: Bar[];
  width: number;
  labels: AxisLabel[];
  selection: ChartSelection;
};

/** Left and right of the bars, for the figures of the two scales. In pixels, as everything here. */
export const GUTTER = 34;
const PLOT_HEIGHT = 132;
const TOP = 8;
const AXIS_HEIGHT = 24;

export function ChartBars({ buckets, bars, width, labels, selection }: ChartBarsProps) {
  const ticks = ticksOf(Math.max(...buckets.map(({ total }) => total)));
  const top = ticks.at(-1) ?? 1;
  const creditsMax = Math.max(...buckets.map(({ credits }) => credits));
  const creditsTop = topOf(creditsMax, ticks.length - 1);

  return (
    <svg
      className={classes.drawing}
      width={width}
      height={TOP + PLOT_HEIGHT + AXIS_HEIGHT}
      aria-hidden
      focusable="false"
    >
      <g transform={`translate(0 ${TOP})`}>
        {ticks.map((tick) => (
          <Gridline key={tick} share={tick / top} width={width}>
            {formatCompact(tick)}
            {creditsMax > 0 && formatCompact((tick / top) * creditsTop)}
          </Gridline>
        ))}
        <Highlight bars={bars} selection={selection} />
        {buckets.map((bucket, index) => (
          <Stack key={bucket.from} requests={bucket.requests} bar={bars[index]!} top={top} />
        ))}
        {creditsMax > 0 && (
          <CreditLine buckets={buckets} bars={bars} top={creditsTop} active={selection.active} />
        )}
      </g>
      {labels.map(({ index, text }) => (
        <text key={index} className={classes.label} x={bars[index]?.x} y={TOP + PLOT_HEIGHT + 17}>
          {text}
        </text>
      ))}
    </svg>
  );
}

/** A line across, with what it means for the bars on its left and for the credits on its right. */
function Gridline({
  share,
  width,
  children: [left, right],
}: {
  share: number;
  width: number;
  children: [ReactNode, ReactNode];
}) {
  const y = PLOT_HEIGHT * (1 - share);
  const crisp = Math.round(y) + 0.5;
  return (
    <>
      <line className={classes.gridline} x1={GUTTER} x2={width - GUTTER} y1={crisp} y2={crisp} />
      <text className={classes.tick} x={GUTTER - 8} y={y + 4} textAnchor="end">
        {left}
      </text>
      <text className={classes.tick} data-of="credits" x={width - GUTTER + 8} y={y + 4}>
        {right}
      </text>
    </>
  );
}

/** Behind the bars: what is pointed at, and what is selected. */
function Highlight({
  bars,
  selection: { active, selected },
}: Pick<ChartBarsProps, 'bars' | 'selection'>) {
  const [first, last] = selected ?? [active, active];
  if (first === null || last === null || !bars[first] || !bars[last]) return null;
  const { x } = bars[first];
  const end = bars[last].x + bars[last].width;
  return (
    <rect
      className={selected ? classes.selection : classes.highlight}
      x={x - 1}
      y={-TOP}
      width={end - x + 2}
      height={PLOT_HEIGHT + TOP}
    />
  );
}

function Stack({ requests, bar, top }: { requests: number[]; bar: Bar; top: number }) {
  return stackOf(requests, top, PLOT_HEIGHT).map((segment, index) => {
    const tone = CLASSES[index]?.tone;
    return (
      segment && (
        <rect
          key={tone}
          className={classes.segment}
          data-tone={tone}
          x={bar.x}
          width={bar.width}
          y={segment.y}
          height={segment.height}
        />
      )
    );
  });
}

/** On a scale of its own: credits are few where requests are many. */
function CreditLine({
  buckets,
  bars,
  top,
  active,
}: Pick<ChartBarsProps, 'buckets' | 'bars'> & { top: number; active: number | null }) {
  const points = buckets.map(({ credits }, index) => ({
    x: bars[index]!.x + bars[index]!.width / 2,
    y: PLOT_HEIGHT * (1 - Math.max(credits, 0) / top),
  }));
  const dots = points.filter((_, index) => points.length === 1 || index === active);

  return (
    <>
      <path className={classes.credits} d={lineOf(points, PLOT_HEIGHT)} />
      {dots.map(({ x, y }) => (
        <circle key={x} className={classes.dot} cx={x} cy={y} r={3} />
      ))}
    </>
  );
}
