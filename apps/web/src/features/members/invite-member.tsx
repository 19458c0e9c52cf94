import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { IconUserPlus } from '../../ui/icons.ts';
import { useDialog } from '../../ui/use-dialog.ts';
import type { Workspace } from '../session/use-session.ts';

const InviteMemberDialog = lazy(() => import('./invite-member-dialog.tsx'));

export function InviteMember({ workspace }: { workspace: Workspace }) {
  const { isOpen, open, onClosed } = useDialog();

  return (
    <>
      <Button leftSection={<IconUserPlus size={16} stroke={1.75} aria-hidden />} onClick={open}>
        Invite member
      </Button>
      <Suspense>
        {isOpen && <InviteMemberDialog workspace={workspace} onClosed={onClosed} />}
      </Suspense>
    </>
  );
}
