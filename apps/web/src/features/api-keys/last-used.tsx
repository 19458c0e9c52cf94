import { Text } from '@mantine/core';
import { relativeTime } from '../../lib/relative-time.ts';
import { Moment } from '../../ui/moment.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { ApiKey } from './api-key.ts';
import classes from './api-key-table.module.css';
import { hintsOf } from './hygiene.ts';

export function LastUsed({ apiKey }: { apiKey: ApiKey }) {
  const now = useNow();
  const hints = hintsOf(apiKey, now);
  const { lastUsedAt } = apiKey;
  if (lastUsedAt) {
    return (
      <>
        <Moment iso={lastUsedAt}>{relativeTime(lastUsedAt, now)}</Moment>
        {hints.includes('idle') && (
          <span className={classes.until} data-caution>
            idle
          </span>
        )}
      </>
    );
  }
  return hints.includes('unused') ? (
    <span className={classes.caution}>Never</span>
  ) : (
    <Text span c="dimmed" size="sm">
      Never
    </Text>
  );
}
