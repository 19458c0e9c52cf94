import { formatDay, formatNumber } from '../../lib/format.ts';
import classes from './analytics.module.css';

export type DayViews = { day: string; pageviews: number };

const WIDTH = 640;
const HEIGHT = 120;
const PADDING = 6;

/** Views by day. The drawing is for the eye; the table beside it says the same. */
export function ViewsLine({ days }: { days: DayViews[] }) {
  const most = Math.max(0, ...days.map(({ pageviews }) => pageviews));
  const top = Math.max(1, most);
  const points = days.map(({ pageviews }, index) => ({
    x: PADDING + (index / Math.max(1, days.length - 1)) * (WIDTH - 2 * PADDING),
    y: HEIGHT - PADDING - (pageviews / top) * (HEIGHT - 2 * PADDING),
  }));
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const [first] = days;
  const last = days.at(-1);

  return (
    <figure className={classes.figure}>
      <svg
        className={classes.line}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden
        focusable="false"
      >
        <polygon
          className={classes.area}
          points={`${PADDING},${HEIGHT - PADDING} ${line} ${WIDTH - PADDING},${HEIGHT - PADDING}`}
        />
        <polyline className={classes.stroke} points={line} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className={classes.axis}>
        <span>{first && formatDay(first.day, 'UTC')}</span>
        <span>{most === 0 ? 'no views yet' : `at most ${formatNumber(most)} a day`}</span>
        <span>{last && formatDay(last.day, 'UTC')}</span>
      </figcaption>
      <table className={classes.hidden}>
        <caption>Views by day</caption>
        <tbody>
          {days.map(({ day, pageviews }) => (
            <tr key={day}>
              <th scope="row">{formatDay(day, 'UTC')}</th>
              <td>{formatNumber(pageviews)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
