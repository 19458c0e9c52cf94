import { useThrottledCallback } from '@mantine/hooks';
import { skipToken } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { summaryOptions } from './usage-queries.ts';
import type { UsageQuestion } from './usage-search.ts';
import type { UsageRows } from './use-usage-rows.ts';

export type LiveState = 'off' | 'connecting' | 'on';

/** So often at most the chart is drawn anew while requests come in. */
const CHART_PAUSE_MS = 2_000;
/** Down to here the reader counts as being at the top of the log. */
const TOP_PX = 480;

/** Rows as they are written. `onEnd` is for when the server says that it will not tell any more. */
export function useLiveUsage(
  question: UsageQuestion,
  log: UsageRows,
  { isOn, onEnd }: { isOn: boolean; onEnd: () => void },
): LiveState {
  const redrawChart = useThrottledCallback(() => {
    void queryClient.invalidateQueries({ queryKey: summaryOptions(question).queryKey });
  }, CHART_PAUSE_MS);

  const { status } = useSubscription(
    trpc.usage.live.subscriptionOptions(isOn ? question : skipToken, {
      onData({ data: { kind, rows } }) {
        // A row that is on the page may change under the reader's eyes; a new one must not push it away.
        const isAway = window.scrollY > TOP_PX;
        if (kind === 'reset') void log.reset();
        else log.news.tell(rows, ({ id }) => isAway && !log.rows?.some((row) => row.id === id));
        if (kind === 'reset' || rows.length > 0) redrawChart();
      },
      onConnectionStateChange({ error }) {
        // Signed out, or no member any more: asking again would not help.
        const status = error?.data?.httpStatus;
        if (status !== undefined && status < 500) onEnd();
      },
      onError: onEnd,
    }),
  );
  if (!isOn) return 'off';
  return status === 'pending' ? 'on' : 'connecting';
}
