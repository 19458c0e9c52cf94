import { formatNumber } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { bucketLabel } from './bucket-labels.ts';
import classes from './usage-chart.module.css';
import { type Bucket, CLASSES } from './usage-totals.ts';

type ChartTableProps = {
  buckets: Bucket[];
  step: Outputs['usage']['summary']['step'];
  isVisible: boolean;
};

/** The chart's figures, for those who do not see it and those who want them exactly. */
export function ChartTable({ buckets, step, isVisible }: ChartTableProps) {
  const filled = buckets.filter(({ total }) => total > 0);

  return (
    <div className={isVisible ? classes.tablePlace : classes.hidden}>
      <table className={classes.table} aria-label="Requests over time">
        <thead>
          <tr>
            <th scope="col">Time</th>
            {CLASSES.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">Credits</th>
          </tr>
        </thead>
        <tbody>
          {filled.map((bucket) => (
            <tr key={bucket.from}>
              <th scope="row">{bucketLabel(bucket, step)}</th>
              {CLASSES.map(({ name }, index) => (
                <td key={name}>{formatNumber(bucket.requests[index] ?? 0)}</td>
              ))}
              <td>{formatNumber(bucket.credits)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
