import { formatNumber } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { bucketLabel } from './bucket-labels.ts';
import type { Bar } from './chart-scale.ts';
import classes from './usage-chart.module.css';
import { type Bucket, CLASSES } from './usage-totals.ts';

type ChartTooltipProps = {
  bucket: Bucket;
  bar: Bar;
  step: Outputs['usage']['summary']['step'];
  width: number;
};

/** Beside its bar, on the side where there is room. */
export function ChartTooltip({ bucket, bar, step, width }: ChartTooltipProps) {
  const isRight = bar.x + bar.width / 2 > width / 2;
  const style = isRight ? { right: width - bar.x + 8 } : { left: bar.x + bar.width + 8 };
  const rows = CLASSES.map(({ name, tone }, index) => ({
    name,
    tone,
    count: bucket.requests[index] ?? 0,
  })).filter(({ count, tone }) => count > 0 || tone === 'success');

  return (
    <div className={classes.tooltip} style={style} aria-hidden>
      <p className={classes.tooltipTime}>{bucketLabel(bucket, step)}</p>
      {rows.map(({ name, tone, count }) => (
        <p key={name} className={classes.tooltipRow}>
          <span className={classes.swatch} data-tone={tone} />
          {name}
          <span className={classes.tooltipCount}>{formatNumber(count)}</span>
        </p>
      ))}
      {bucket.credits > 0 && (
        <p className={classes.tooltipRow}>
          <span className={classes.stroke} />
          Credits
          <span className={classes.tooltipCount}>{formatNumber(bucket.credits)}</span>
        </p>
      )}
    </div>
  );
}
