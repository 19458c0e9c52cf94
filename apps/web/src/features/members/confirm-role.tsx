import { Text } from '@mantine/core';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Role, ROLE_TEXTS } from '../session/roles.ts';

type ConfirmRoleProps = {
  /** Null for oneself. */
  who: string | null;
  role: Role;
  mutation: { isPending: boolean; error: unknown; mutateAsync: () => Promise<unknown> };
  onClosed: () => void;
};

export default function ConfirmRole({ who, role, mutation, onClosed }: ConfirmRoleProps) {
  const { label, description } = ROLE_TEXTS[role];
  const title = who ? `Make ${who} an owner?` : `Change your own role to ${label}?`;

  return (
    <ConfirmDialog
      title={title}
      action={who ? 'Make owner' : 'Change my role'}
      mutation={mutation}
      onClosed={onClosed}
    >
      <Text>
        {who
          ? 'Owners may do everything: change the plan, and change or remove other owners, you included.'
          : `${label}: ${description} You cannot give yourself the old role back; somebody else has to.`}
      </Text>
    </ConfirmDialog>
  );
}
