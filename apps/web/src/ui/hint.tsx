import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  type KeyboardEvent,
  lazy,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useId,
  useState,
} from 'react';

// The code that places it is a tenth of a first page, which nobody has pointed at yet.
const Tooltip = lazy(() => import('./tooltip.ts'));

const TRANSITION = { transition: 'fade', enterDelay: 150 } as const;

type HintProps = { label: ReactNode; children: ReactElement<HTMLAttributes<HTMLElement>> };

/** A few words about what is pointed at, or reached by keyboard; Escape takes them away. */
export function Hint({ label, children }: HintProps) {
  const id = useId();
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const [isShown, setIsShown] = useState(false);

  function show({ currentTarget }: { currentTarget: HTMLElement }) {
    setTarget(currentTarget);
    setIsShown(true);
  }

  return (
    <>
      {cloneElement(children, {
        'aria-describedby': isShown ? id : undefined,
        onPointerEnter: (event: PointerEvent<HTMLElement>) => show(event),
        onPointerLeave: () => setIsShown(false),
        onFocus: (event: FocusEvent<HTMLElement>) => {
          if (event.currentTarget.matches(':focus-visible')) show(event);
        },
        onBlur: () => setIsShown(false),
        onKeyDown: ({ key }: KeyboardEvent<HTMLElement>) => {
          if (key === 'Escape') setIsShown(false);
        },
      })}
      <Suspense>
        {target && (
          <Tooltip
            target={target}
            opened={isShown}
            label={<span id={id}>{label}</span>}
            transitionProps={TRANSITION}
          />
        )}
      </Suspense>
    </>
  );
}
