import { Menu, type MenuProps, Popover, type PopoverProps } from '@mantine/core';
import {
  cloneElement,
  type ComponentProps,
  type ReactElement,
  type ReactNode,
  useEffect,
  useState,
} from 'react';

export type PopupButton = ReactElement<ComponentProps<'button'>>;

type OpenedMenuProps = Pick<MenuProps, 'position' | 'width'> & {
  button: PopupButton;
  children: (menu: typeof Menu) => ReactNode;
};

/** The menu of a `MenuButton` that was pressed: it is there opened. */
export function OpenedMenu({ button, children, ...rest }: OpenedMenuProps) {
  const [isOpen, setIsOpen] = useOpening();

  return (
    <Menu opened={isOpen} onChange={setIsOpen} {...rest}>
      <Menu.Target>{focused(button)}</Menu.Target>
      <Menu.Dropdown>{children(Menu)}</Menu.Dropdown>
    </Menu>
  );
}

type OpenedPopoverProps = Pick<PopoverProps, 'width'> & {
  button: PopupButton;
  label: string;
  children: ReactNode;
};

/** The choices of a `PopoverButton` that was pressed: they are there opened. */
export function OpenedPopover({ button, label, width, children }: OpenedPopoverProps) {
  const [isOpen, setIsOpen] = useOpening();

  return (
    <Popover
      opened={isOpen}
      onChange={setIsOpen}
      position="bottom-start"
      shadow="md"
      width={width}
      trapFocus
      returnFocus
    >
      <Popover.Target>
        {cloneElement(focused(button), { onClick: () => setIsOpen(!isOpen) })}
      </Popover.Target>
      <Popover.Dropdown p={6} aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}

/** Opens just after it is there: what has the focus before the opening gets it back after closing. */
function useOpening() {
  const [isOpen, setIsOpen] = useState(false);
  // oxlint-disable-next-line react/set-state-in-effect -- The opening has to be a change: only then is the focus noted.
  useEffect(() => setIsOpen(true), []);
  return [isOpen, setIsOpen] as const;
}

/** The button takes the place of the one that was pressed, and its focus, to give it back on closing. */
function focused(button: PopupButton) {
  return cloneElement(button, { autoFocus: true });
}
