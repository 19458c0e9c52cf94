import { Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';

type DialogProps = {
  title: string;
  size?: 'md' | 'lg';
  /** Neither Escape nor a click beside it closes the dialog, only what is in it. */
  isLocked?: boolean;
  onClosed: () => void;
  children: (close: () => void) => ReactNode;
};

/** Open from the moment it is mounted; `onClosed` is the moment to unmount it, state and all. */
export function Dialog({ title, size = 'md', isLocked = false, onClosed, children }: DialogProps) {
  const [isOpen, { close }] = useDisclosure(true);

  return (
    <Modal
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={onClosed}
      title={title}
      size={size}
      closeOnEscape={!isLocked}
      closeOnClickOutside={!isLocked}
      withCloseButton={!isLocked}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {children(close)}
    </Modal>
  );
}
