import type { ReactNode } from 'react';
import { formatNumber } from '../../lib/format.ts';
import classes from './analytics.module.css';

export type Share = { key: string; label: ReactNode; views: number };

const ROWS_MAX = 6;
const ALL_PERCENT = 100;

/** Where views came from, or by what: the most frequent, each with its share of the largest. */
export function Breakdown({ title, shares }: { title: string; shares: Share[] }) {
  const top = Math.max(1, ...shares.map(({ views }) => views));

  return (
    <section className={classes.breakdown} aria-label={title}>
      <h3>{title}</h3>
      {shares.length === 0 && <p>Nothing yet</p>}
      <ol>
        {shares.slice(0, ROWS_MAX).map(({ key, label, views }) => (
          <li key={key}>
            <span className={classes.bar} style={{ width: `${(views / top) * ALL_PERCENT}%` }} />
            <span className={classes.name}>{label}</span>
            <span className={classes.views}>{formatNumber(views)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
