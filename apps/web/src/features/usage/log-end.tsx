import { Button, Loader, Text } from '@mantine/core';
import { failureOf } from '../../lib/failure.ts';
import { formatDateTime } from '../../lib/format.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import classes from './usage-table.module.css';
import type { UsageRows } from './use-usage-rows.ts';

/** What comes after the last row: more, a search that goes on, or the end and why it is there. */
export function LogEnd({ log }: { log: UsageRows }) {
  if (log.error && log.rows) {
    return (
      <ErrorState
        title="Older requests could not be loaded"
        failure={failureOf(log.error)}
        onRetry={log.retry}
      />
    );
  }
  if (!log.rows) return null;
  if (log.searchedTo && log.hasMore) {
    return (
      <output className={classes.end}>
        {!log.isStopped && <Loader size={14} color="gray" aria-hidden />}
        <span>Searched back to {formatDateTime(log.searchedTo)}</span>
        <Button variant="default" size="compact-xs" onClick={log.isStopped ? log.goOn : log.stop}>
          {log.isStopped ? 'Search on' : 'Stop'}
        </Button>
      </output>
    );
  }
  if (log.hasMore) {
    return (
      <div className={classes.end}>
        <Loader size={14} color="gray" aria-hidden />
        <span>Loading older requests…</span>
      </div>
    );
  }
  return (
    <Text className={classes.end} component="p">
      {log.retentionDays && `That is all: this plan shows the last ${log.retentionDays} days. `}
      Times are in your zone, {new Intl.DateTimeFormat().resolvedOptions().timeZone}.
    </Text>
  );
}
