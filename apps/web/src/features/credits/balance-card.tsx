import { Paper, Progress, Skeleton, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { formatDateTime, formatNumber } from '../../lib/format.ts';
import { type Outputs, trpc } from '../../lib/trpc.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { AnchorLink } from '../../ui/links.tsx';
import { Moment } from '../../ui/moment.tsx';
import classes from './balance-card.module.css';
import { Books } from './books.tsx';
import { ForecastText } from './forecast-text.tsx';
import { refreshDelayMs } from './refresh-delay.ts';
import { usedPercent } from './used-percent.ts';

type Balance = Outputs['credits']['balance'];

export function BalanceCard({ workspace }: { workspace: string }) {
  const balance = useQuery(
    trpc.credits.balance.queryOptions(
      { workspace },
      {
        refetchInterval: ({ state: { data } }) =>
          data ? refreshDelayMs(data.periodEnd, new Date()) : false,
      },
    ),
  );

  if (balance.error && !balance.data) {
    return (
      <ErrorState
        title="The balance could not be loaded"
        failure={failureOf(balance.error)}
        onRetry={() => void balance.refetch()}
      />
    );
  }
  return (
    <Paper component="section" className={classes.card} aria-labelledby="balance-heading">
      <BalanceHead balance={balance.data} />
      <BalanceBar balance={balance.data} />
      <dl className={classes.figures}>
        <Figure name="Used">{balance.data && formatNumber(balance.data.used)}</Figure>
        <Figure name="Allowance">{balance.data && formatNumber(balance.data.allowance)}</Figure>
        <Figure name="Remaining">{balance.data && formatNumber(balance.data.remaining)}</Figure>
        <Figure name="Refunded">{balance.data && formatNumber(balance.data.refunded)}</Figure>
      </dl>
      {balance.data && <ForecastText balance={balance.data} />}
      <div className={classes.foot}>
        <Books workspace={workspace} />
        <AnchorLink
          to="/w/$workspace/settings/api/ledger"
          params={{ workspace }}
          className={classes.more}
        >
          View ledger
        </AnchorLink>
      </div>
    </Paper>
  );
}

function BalanceHead({ balance }: { balance: Balance | undefined }) {
  return (
    <div className={classes.head}>
      <Title order={2} id="balance-heading">
        Credits this month
      </Title>
      <Text c="dimmed" size="sm">
        {balance ? (
          <>
            Resets on <Moment iso={balance.periodEnd}>{formatDateTime(balance.periodEnd)}</Moment>
          </>
        ) : (
          <Skeleton component="span" width="9rem" height="0.75rem" />
        )}
      </Text>
    </div>
  );
}

function BalanceBar({ balance }: { balance: Balance | undefined }) {
  if (!balance) return <Skeleton height={8} radius="xl" />;

  return (
    <Progress.Root size={8} radius="xl">
      <Progress.Section
        value={usedPercent(balance)}
        color={balance.remaining === 0 && balance.allowance > 0 ? 'red' : 'canvas.6'}
        aria-label="Credits used"
        aria-valuetext={`${formatNumber(balance.used)} of ${formatNumber(balance.allowance)}`}
      />
    </Progress.Root>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt className={classes.name}>{name}</dt>
      <dd className={classes.value}>
        {children ?? <Skeleton component="span" width="3rem" height="1.125rem" />}
      </dd>
    </div>
  );
}
