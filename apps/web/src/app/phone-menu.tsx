import { Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Sidebar, type SidebarProps } from './sidebar.tsx';

type PhoneMenuProps = Pick<SidebarProps, 'user' | 'workspace'> & { onClosed: () => void };

export default function PhoneMenu({ user, workspace, onClosed }: PhoneMenuProps) {
  const [isOpen, { close }] = useDisclosure(true);

  return (
    <Drawer.Root
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={onClosed}
      size="18rem"
      padding={0}
    >
      <Drawer.Overlay />
      <Drawer.Content aria-label="Menu">
        <Drawer.Body h="100dvh">
          <Sidebar user={user} workspace={workspace} onNavigate={close} />
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
