import { formatDate } from '../../lib/format.ts';
import { Moment } from '../../ui/moment.tsx';
import classes from '../tents/tent-status.module.css';

export function Approval({ approvedAt }: { approvedAt: string | null }) {
  if (!approvedAt) {
    return (
      <span className={classes.status} data-status="draft">
        Not approved
      </span>
    );
  }
  return (
    <Moment iso={approvedAt}>
      <span className={classes.status} data-status="live">
        Approved {formatDate(approvedAt)}
      </span>
    </Moment>
  );
}
