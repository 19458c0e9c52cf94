import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useDialog } from '../../ui/use-dialog.ts';
import type { Invitation } from './member.ts';

const ResendDialog = lazy(() => import('./resend-dialog.tsx'));

type ResendInvitationProps = { workspace: string; invitation: Invitation };

export function ResendInvitation({ workspace, invitation }: ResendInvitationProps) {
  const { isOpen, open, onClosed } = useDialog();

  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={`Send again to ${invitation.email}`}
        onClick={open}
      >
        Send again
      </Button>
      <Suspense>
        {isOpen && (
          <ResendDialog workspace={workspace} invitation={invitation} onClosed={onClosed} />
        )}
      </Suspense>
    </>
  );
}
