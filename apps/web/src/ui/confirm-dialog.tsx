import { Alert, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { failureOf } from '../lib/failure.ts';
import { Dialog } from './dialog.tsx';

type ConfirmDialogProps = {
  title: string;
  /** What the red button says: a verb and its object. */
  action: string;
  mutation: { isPending: boolean; error: unknown };
  onConfirm: () => void;
  onClosed: () => void;
  children: ReactNode;
};

/** Asks before something that cannot be undone. Whoever confirms it closes it by what follows. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, action, mutation, onConfirm, onClosed, children } = props;

  return (
    <Dialog title={title} onClosed={onClosed}>
      {(close) => (
        <>
          {children}
          {mutation.error !== null && (
            <Alert color="red" role="alert" mt="md">
              {failureOf(mutation.error).message}
            </Alert>
          )}
          <Group justify="flex-end" gap="sm" mt="lg">
            <Button variant="default" data-autofocus onClick={close}>
              Cancel
            </Button>
            <Button color="red.9" loading={mutation.isPending} onClick={onConfirm}>
              {action}
            </Button>
          </Group>
        </>
      )}
    </Dialog>
  );
}
