import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useDialog } from '../../ui/use-dialog.ts';
import type { Invitation } from './member.ts';

const CancelDialog = lazy(() => import('./cancel-dialog.tsx'));

type CancelInvitationProps = { workspace: string; invitation: Invitation };

export function CancelInvitation({ workspace, invitation }: CancelInvitationProps) {
  const { isOpen, open, onClosed } = useDialog();

  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={`Cancel the invitation of ${invitation.email}`}
        onClick={open}
      >
        Cancel
      </Button>
      <Suspense>
        {isOpen && (
          <CancelDialog workspace={workspace} invitation={invitation} onClosed={onClosed} />
        )}
      </Suspense>
    </>
  );
}
