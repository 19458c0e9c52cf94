import { statusTone } from './http-status.ts';
import classes from './status-badge.module.css';

export function StatusBadge({ status, text }: { status: number; text?: string }) {
  return (
    <span className={classes.badge} data-tone={statusTone(status)}>
      {status}
      {text && ` ${text}`}
    </span>
  );
}
