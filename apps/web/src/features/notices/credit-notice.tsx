import { ActionIcon } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { formatCredits, formatDateTime, formatNumber } from '../../lib/format.ts';
import { queryClient, trpc } from '../../lib/trpc.ts';
import { IconAlertTriangle, IconX } from '../../ui/icons.ts';
import { AnchorLink } from '../../ui/links.tsx';
import { Moment } from '../../ui/moment.tsx';
import type { Workspace } from '../session/use-session.ts';
import classes from './notice.module.css';

const REFRESH_MS = 60_000;

/** Above every page of a workspace whose credits are running out, until its reader puts it away. */
export function CreditNotice({ workspace }: { workspace: Workspace }) {
  const slug = { workspace: workspace.slug };
  const query = trpc.notices.credits.queryOptions(slug, { refetchInterval: REFRESH_MS });
  const { data: notice } = useQuery(query);
  const dismiss = useMutation(
    trpc.notices.dismissCredits.mutationOptions({
      // Gone at once: if the server could not be told, it comes back, and does no harm.
      onMutate: () => queryClient.setQueryData(query.queryKey, null),
      onSettled: () => queryClient.invalidateQueries(trpc.notices.credits.queryFilter()),
    }),
  );
  if (!notice) return null;

  const isGone = notice.threshold >= 100;
  const reset = <Moment iso={notice.periodEnd}>{formatDateTime(notice.periodEnd)}</Moment>;
  return (
    <section className={classes.notice} data-gone={isGone} aria-label="Credits">
      <IconAlertTriangle className={classes.icon} size={18} stroke={1.75} aria-hidden />
      <p className={classes.text}>
        {isGone ? (
          <>
            <strong>All {formatCredits(notice.allowance)} of this month are used.</strong> Requests
            that cost credits are refused until {reset}.
          </>
        ) : (
          <>
            <strong>
              {formatNumber(notice.used)} of {formatCredits(notice.allowance)} are used.
            </strong>{' '}
            {formatNumber(notice.remaining)} are left until {reset}.
          </>
        )}{' '}
        <AnchorLink to="/w/$workspace/settings/plan" params={slug} className={classes.link}>
          {workspace.plan === 'max' ? 'See the plan' : 'See larger plans'}
        </AnchorLink>
      </p>
      <ActionIcon
        aria-label="Dismiss"
        onClick={() => dismiss.mutate({ ...slug, threshold: notice.threshold })}
      >
        <IconX size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    </section>
  );
}
