import { NativeSelect, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { failureOf } from '../../lib/failure.ts';
import { trpc } from '../../lib/trpc.ts';
import { type Role, ROLE_TEXTS, rolesWithin } from '../session/roles.ts';
import { reloadMembers } from './member.ts';
import type { MemberRowProps } from './member-table.tsx';
import classes from './member-table.module.css';

const ConfirmRole = lazy(() => import('./confirm-role.tsx'));

/** The role, to be changed in place by whoever may; what is far-reaching is asked about first. */
export function MemberRole({ workspace, member, isSelf, isLastOwner }: MemberRowProps) {
  const [asked, setAsked] = useState<Role | null>(null);
  const select = useRef<HTMLSelectElement>(null);
  const change = useMutation(trpc.members.changeRole.mutationOptions({ onSettled: reloadMembers }));
  const choices = rolesWithin(workspace.role);
  const who = member.name || member.email;
  const changeTo = (role: Role) =>
    change.mutateAsync({ workspace: workspace.slug, userId: member.userId, role });

  if (isLastOwner || !choices.includes(member.role)) {
    return (
      <>
        {ROLE_TEXTS[member.role].label}
        {isLastOwner && <span className={classes.note}>the only one</span>}
      </>
    );
  }
  return (
    <>
      <NativeSelect
        ref={select}
        className={classes.select}
        size="xs"
        aria-label={`Role of ${who}`}
        data={choices.map((role) => ({ value: role, label: ROLE_TEXTS[role].label }))}
        value={change.isPending ? change.variables.role : member.role}
        disabled={change.isPending}
        onChange={(event) => {
          const role = event.currentTarget.value as Role;
          if (role === 'owner' || isSelf) setAsked(role);
          else void changeTo(role).catch(() => {});
        }}
      />
      {change.error && asked === null && (
        <Text role="alert" c="var(--mantine-color-error)" size="xs" mt={4}>
          {failureOf(change.error).message}
        </Text>
      )}
      <Suspense>
        {asked && (
          <ConfirmRole
            who={isSelf ? null : who}
            role={asked}
            mutation={{ ...change, mutateAsync: () => changeTo(asked) }}
            onClosed={() => {
              setAsked(null);
              select.current?.focus();
            }}
          />
        )}
      </Suspense>
    </>
  );
}
