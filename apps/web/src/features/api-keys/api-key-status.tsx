import { formatDate } from '../../lib/format.ts';
import { Moment } from '../../ui/moment.tsx';
import type { ApiKey } from './api-key.ts';
import classes from './api-key-table.module.css';

const STATUSES = { active: 'Active', expired: 'Expired', deleted: 'Deleted' } as const;

export function ApiKeyStatus({ apiKey: { status, expiresAt } }: { apiKey: ApiKey }) {
  return (
    <span className={classes.state} data-status={status}>
      <span>
        {STATUSES[status]}
        {status === 'active' && expiresAt && (
          <span className={classes.until}>
            until <Moment iso={expiresAt}>{formatDate(expiresAt)}</Moment>
          </span>
        )}
      </span>
    </span>
  );
}
