import { cloneElement, type ComponentProps, lazy, type ReactNode, Suspense, useState } from 'react';
import type { OpenedMenu as Menu, OpenedPopover as Popover, PopupButton } from './popups.tsx';

// What a popup is made of and placed by is a sixth of a first page: it comes when somebody
// reaches for the button, and is there when the button is pressed.
const load = () => import('./popups.tsx');
const OpenedMenu = lazy(async () => ({ default: (await load()).OpenedMenu }));
const OpenedPopover = lazy(async () => ({ default: (await load()).OpenedPopover }));

/** A button that opens a menu; what is in it is made of the `Menu` that is handed over. */
export function MenuButton(props: ComponentProps<typeof Menu>) {
  return (
    <OnDemand popup="menu" button={props.button}>
      <OpenedMenu {...props} />
    </OnDemand>
  );
}

/** A button that opens a box with choices. */
export function PopoverButton(props: ComponentProps<typeof Popover>) {
  return (
    <OnDemand popup="dialog" button={props.button}>
      <OpenedPopover {...props} />
    </OnDemand>
  );
}

type OnDemandProps = { popup: 'menu' | 'dialog'; button: PopupButton; children: ReactNode };

function OnDemand({ popup, button, children }: OnDemandProps) {
  const [isWanted, setIsWanted] = useState(false);
  const preload = () => void load();
  const alone = cloneElement(button, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: () => setIsWanted(true),
  });

  return isWanted ? <Suspense fallback={alone}>{children}</Suspense> : alone;
}
