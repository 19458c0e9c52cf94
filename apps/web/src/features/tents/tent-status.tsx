import type { Tent } from './tent.ts';
import classes from './tent-status.module.css';

const LABELS = {
  idle: 'Idle',
  queued: 'Queued',
  generating: 'Generating',
  completed: 'Completed',
  failed: 'Failed',
} as const;

/** Of the newest generation; never told by colour alone. */
export function TentStatus({ status }: Pick<Tent, 'status'>) {
  return (
    <span className={classes.status} data-status={status}>
      {LABELS[status]}
    </span>
  );
}

const PUBLICATIONS = {
  pending: 'Will be published',
  published: 'Live',
  published_with_warnings: 'Live, with a warning',
  failed: 'Not published',
} as const;

export function PublicationStatus({
  publication,
}: {
  publication: Tent['publication'] | undefined;
}) {
  if (!publication) return <span className={classes.draft}>Draft</span>;
  const isLive = publication.published_url !== undefined;
  return (
    <span className={classes.status} data-status={isLive ? 'live' : publication.status}>
      {PUBLICATIONS[publication.status]}
    </span>
  );
}
