import { type MouseEvent, useState } from 'react';

/** A dialog that exists only while it is open; what opened it has the focus again when it is gone. */
export function useDialog() {
  const [opener, setOpener] = useState<HTMLElement | null>(null);

  return {
    isOpen: opener !== null,
    open: (event: MouseEvent<HTMLElement>) => setOpener(event.currentTarget),
    onClosed: () => {
      setOpener(null);
      opener?.focus();
    },
  };
}
