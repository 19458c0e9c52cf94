import { formatDate } from '../../lib/format.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import { Moment } from '../../ui/moment.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { ApiKey } from './api-key.ts';
import classes from './api-key-table.module.css';
import { hintsOf } from './hygiene.ts';

const STATUSES = { active: 'Active', expired: 'Expired', deleted: 'Deleted' } as const;

export function ApiKeyStatus({ apiKey }: { apiKey: ApiKey }) {
  const { status } = apiKey;

  return (
    <span className={classes.state} data-status={status}>
      <span>
        {STATUSES[status]}
        <Until apiKey={apiKey} />
      </span>
    </span>
  );
}

function Until({ apiKey }: { apiKey: ApiKey }) {
  const now = useNow();
  const { status, expiresAt } = apiKey;
  if (status === 'deleted') return null;
  if (!expiresAt) return <span className={classes.until}>no expiry</span>;

  const isSoon = hintsOf(apiKey, now).includes('expiring');
  return (
    <span className={classes.until} data-caution={isSoon}>
      {status === 'active' && !isSoon && 'until '}
      {isSoon && 'expires '}
      <Moment iso={expiresAt}>
        {isSoon ? relativeTime(expiresAt, now) : formatDate(expiresAt)}
      </Moment>
    </span>
  );
}
