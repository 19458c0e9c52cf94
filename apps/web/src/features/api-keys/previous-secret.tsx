import { UnstyledButton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { relativeTime } from '../../lib/relative-time.ts';
import { Moment } from '../../ui/moment.tsx';
import { useDialog } from '../../ui/use-dialog.ts';
import { useNow } from '../../ui/use-now.ts';
import type { ApiKey } from './api-key.ts';
import classes from './api-key-table.module.css';

const EndPreviousDialog = lazy(() => import('./end-previous-dialog.tsx'));

type PreviousSecretProps = { workspace: string; apiKey: ApiKey; mayManage: boolean };

/** The old secret of a rotated key, for as long as it works too. */
export function PreviousSecret({ workspace, apiKey, mayManage }: PreviousSecretProps) {
  const { isOpen, open, onClosed } = useDialog();
  if (!apiKey.previous) return null;

  return (
    <span className={classes.previous}>
      <span title={apiKey.previous.prefix}>Old secret</span>{' '}
      <PreviousUntil until={apiKey.previous.until} />
      {mayManage && (
        <>
          {' · '}
          <UnstyledButton
            className={classes.end}
            aria-label={`End now: the old secret of ${apiKey.name}`}
            onClick={open}
          >
            End now
          </UnstyledButton>
          <Suspense>
            {isOpen && (
              <EndPreviousDialog workspace={workspace} apiKey={apiKey} onClosed={onClosed} />
            )}
          </Suspense>
        </>
      )}
    </span>
  );
}

function PreviousUntil({ until }: { until: string | null }) {
  const now = useNow();
  if (!until) return 'until first use';
  return (
    <>
      ends <Moment iso={until}>{relativeTime(until, now)}</Moment>
    </>
  );
}
