import { Alert, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { failureOf } from '../lib/failure.ts';
import { Dialog } from './dialog.tsx';

type ConfirmDialogProps = {
  title: string;
  /** What will happen. */
  children: ReactNode;
  action: string;
  /** What the other button says. */
  refusal?: string;
  isDangerous?: boolean;
  /** Rejects with what to show; the dialog closes when it is done. */
  mutation: { isPending: boolean; error: unknown; mutateAsync: () => Promise<unknown> };
  onClosed: () => void;
};

/** Asks before something that cannot simply be undone; Cancel has the focus. */
export function ConfirmDialog({ title, onClosed, ...rest }: ConfirmDialogProps) {
  return (
    <Dialog title={title} isLocked={rest.mutation.isPending} onClosed={onClosed}>
      {(close) => <Question {...rest} onDone={close} />}
    </Dialog>
  );
}

type QuestionProps = Omit<ConfirmDialogProps, 'title' | 'onClosed'> & { onDone: () => void };

function Question(props: QuestionProps) {
  const { children, action, refusal = 'Cancel', isDangerous = false, mutation, onDone } = props;

  return (
    <>
      {children}
      {mutation.error !== null && (
        <Alert color="red" role="alert" mt="md">
          {failureOf(mutation.error).message}
        </Alert>
      )}
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" data-autofocus disabled={mutation.isPending} onClick={onDone}>
          {refusal}
        </Button>
        <Button
          {...(isDangerous && { color: 'red.9' })}
          loading={mutation.isPending}
          onClick={() => void mutation.mutateAsync().then(onDone, () => {})}
        >
          {action}
        </Button>
      </Group>
    </>
  );
}
