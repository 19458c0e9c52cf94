import { useElementSize } from '@mantine/hooks';
import { useId, useMemo, useState } from 'react';
import type { Outputs } from '../../lib/trpc.ts';
import { axisLabels } from './bucket-labels.ts';
import { ChartBars, GUTTER } from './chart-bars.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { barsOf } from './chart-scale.ts';
import { ChartTable } from './chart-table.tsx';
import { ChartTooltip } from './chart-tooltip.tsx';
import { announcementOf, useChartSelection } from './use-chart-selection.ts';
import classes from './usage-chart.module.css';
import type { Bucket } from './usage-totals.ts';

/** A label and the air around it, in pixels. */
const LABEL_WIDTH = 84;

type UsageChartProps = {
  buckets: Bucket[];
  step: Outputs['usage']['summary']['step'];
  /** The range that was clicked, dragged over, or chosen with the keyboard. */
  onNarrow: (from: number, to: number) => void;
};

/**
 * Requests over time by class of status, and their credits as a line. A click on a bar narrows the
 * log to it, dragging to what was dragged over; so do the arrow keys and Enter. Those who do not
 * see it have the same figures in a table.
 */
export function UsageChart({ buckets, step, onNarrow }: UsageChartProps) {
  const { ref, width } = useElementSize();
  const helpId = useId();
  const bars = useMemo(() => {
    const edges = [...buckets.map(({ from }) => from), buckets.at(-1)?.to ?? 0];
    return barsOf(edges, width - 2 * GUTTER, GUTTER);
  }, [buckets, width]);
  const [isTable, setIsTable] = useState(false);
  const selection = useChartSelection({
    bars,
    onSelect: (first, last) => onNarrow(buckets[first]!.from, buckets[last]!.to),
  });
  const labels = useMemo(() => {
    const starts = buckets.map(({ from }) => from);
    return axisLabels(starts, step, Math.floor(width / LABEL_WIDTH));
  }, [buckets, step, width]);
  const { active, handlers } = selection;
  const bucket = active === null ? undefined : buckets[active];

  return (
    <div className={classes.chart}>
      <ChartLegend buckets={buckets} isTable={isTable} onToggle={() => setIsTable(!isTable)} />
      <ChartTable buckets={buckets} step={step} isVisible={isTable} />
      <div className={classes.place} hidden={isTable}>
        <div
          ref={ref}
          className={classes.surface}
          role="application"
          aria-label="Requests over time"
          aria-roledescription="chart"
          aria-describedby={helpId}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- It is operated with the arrow keys.
          tabIndex={0}
          {...handlers}
        >
          {width > 0 && (
            <ChartBars
              buckets={buckets}
              bars={bars}
              width={width}
              labels={labels}
              selection={selection}
            />
          )}
          {bucket && active !== null && (
            <ChartTooltip bucket={bucket} bar={bars[active]!} step={step} width={width} />
          )}
        </div>
        <p id={helpId} className={classes.hidden}>
          Left and right arrows move from bar to bar, with Shift they select several. Enter narrows
          the log to them.
        </p>
        <output className={classes.hidden}>
          {selection.isByKeyboard && bucket ? announcementOf(bucket, step) : ''}
        </output>
      </div>
    </div>
  );
}
