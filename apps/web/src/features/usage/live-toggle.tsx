import { Button } from '@mantine/core';
import { Hint } from '../../ui/hint.tsx';
import type { LiveState } from './use-live-usage.ts';
import classes from './usage-page.module.css';

const TEXT: Record<LiveState, string> = { off: 'Live', connecting: 'Connecting…', on: 'Live' };

/** Not `disabled`: the reason has to be reachable. */
const UNAVAILABLE = { 'data-disabled': true, 'aria-disabled': true };

type LiveToggleProps = { state: LiveState; isPossible: boolean; onChange: (isOn: boolean) => void };

export function LiveToggle({ state, isPossible, onChange }: LiveToggleProps) {
  return (
    <Hint
      label={
        isPossible
          ? 'Show requests the moment they are answered'
          : 'The range has an end: nothing new can come in'
      }
    >
      <Button
        variant="default"
        size="xs"
        className={classes.tool}
        aria-pressed={state !== 'off'}
        {...(!isPossible && UNAVAILABLE)}
        onClick={() => isPossible && onChange(state === 'off')}
      >
        <span className={classes.pulse} data-state={state} aria-hidden />
        {TEXT[state]}
      </Button>
    </Hint>
  );
}
