import { Button } from '@mantine/core';
import classes from './usage-chart.module.css';
import { type Bucket, CLASSES } from './usage-totals.ts';

type ChartLegendProps = { buckets: Bucket[]; isTable: boolean; onToggle: () => void };

/** What the colours mean; only of what is there. */
export function ChartLegend({ buckets, isTable, onToggle }: ChartLegendProps) {
  const shown = CLASSES.filter((_, index) =>
    buckets.some(({ requests }) => (requests[index] ?? 0) > 0),
  );
  const hasCredits = buckets.some(({ credits }) => credits > 0);

  return (
    <div className={classes.legend}>
      <ul className={classes.keys} aria-hidden>
        {shown.map(({ name, tone }) => (
          <li key={name}>
            <span className={classes.swatch} data-tone={tone} />
            {name}
          </li>
        ))}
        {hasCredits && (
          <li>
            <span className={classes.stroke} />
            Credits
          </li>
        )}
      </ul>
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        className={classes.toggle}
        aria-pressed={isTable}
        onClick={onToggle}
      >
        Table
      </Button>
    </div>
  );
}
