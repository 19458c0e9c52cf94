import { Button } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useDialog } from '../../ui/use-dialog.ts';
import { rolesWithin } from '../session/roles.ts';
import type { MemberRowProps } from './member-table.tsx';

const RemoveMemberDialog = lazy(() => import('./remove-member-dialog.tsx'));

/** Removes somebody, or lets oneself leave. */
export function RemoveMember({ workspace, member, isSelf, isLastOwner }: MemberRowProps) {
  const { isOpen, open, onClosed } = useDialog();
  const may = isSelf || rolesWithin(workspace.role).includes(member.role);
  if (!may || isLastOwner) return null;
  const who = member.name || member.email;

  return (
    <>
      <Button
        variant="default"
        size="xs"
        aria-label={isSelf ? 'Leave this workspace' : `Remove ${who}`}
        onClick={open}
      >
        {isSelf ? 'Leave' : 'Remove'}
      </Button>
      <Suspense>
        {isOpen && (
          <RemoveMemberDialog
            workspace={workspace}
            member={member}
            isSelf={isSelf}
            onClosed={onClosed}
          />
        )}
      </Suspense>
    </>
  );
}
