import { Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { formatNumber } from '../../lib/format.ts';
import { relativeTime } from '../../lib/relative-time.ts';
import { type Outputs, trpc } from '../../lib/trpc.ts';
import { IconAlertTriangle, IconCircleCheck } from '../../ui/icons.ts';
import { Moment } from '../../ui/moment.tsx';
import { useNow } from '../../ui/use-now.ts';
import classes from './balance-card.module.css';

/** Whether ledger, log and counter of this month say the same, added up anew for this page. */
export function Books({ workspace }: { workspace: string }) {
  const books = useQuery(trpc.credits.verify.queryOptions({ workspace }));

  if (books.error)
    return (
      <Text c="dimmed" size="sm">
        The books could not be checked just now.
      </Text>
    );
  if (!books.data) return <Skeleton width="18rem" maw="100%" height="0.75rem" />;
  return books.data.isSame ? <Agreement books={books.data} /> : <Difference books={books.data} />;
}

type BooksProps = { books: Outputs['credits']['verify'] };

function Agreement({ books: { ledger, counter, verifiedAt } }: BooksProps) {
  const now = useNow();

  return (
    <Text c="dimmed" size="sm" className={classes.books}>
      <IconCircleCheck className={classes.good} size={16} stroke={1.75} aria-hidden />
      <span>
        Books agree: {formatNumber(ledger.charged)} charged − {formatNumber(ledger.refunded)}{' '}
        refunded = {formatNumber(counter.used)} used, verified{' '}
        <Moment iso={verifiedAt}>{relativeTime(verifiedAt, now)}</Moment>
      </span>
    </Text>
  );
}

function Difference({ books: { ledger, log, counter } }: BooksProps) {
  return (
    <Text size="sm" role="alert" className={classes.books}>
      <IconAlertTriangle className={classes.bad} size={16} stroke={1.75} aria-hidden />
      <span>
        Books differ: the ledger says {formatNumber(ledger.charged - ledger.refunded)}, the log{' '}
        {formatNumber(log.charged - log.refunded)}, the counter {formatNumber(counter.used)}. Tell
        the operator of this server, who can run <code>tented credits verify</code>.
      </span>
    </Text>
  );
}
