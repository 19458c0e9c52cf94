import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { formatNumber } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';
import { bucketLabel } from './bucket-labels.ts';
import { type Bar, bucketAt } from './chart-scale.ts';
import { type Bucket, CLASSES } from './usage-totals.ts';

export type ChartSelection = {
  /** The bar under the pointer, or the one the keyboard stands on. */
  active: number | null;
  /** First and last bar of what is being selected. */
  selected: [number, number] | null;
  isByKeyboard: boolean;
};

type Options = { bars: Bar[]; onSelect: (first: number, last: number) => void };

const NONE: ChartSelection & { anchor: number | null } = {
  active: null,
  selected: null,
  isByKeyboard: false,
  anchor: null,
};

/** Which bars are pointed at and selected, by pointer and by keyboard. */
export function useChartSelection({ bars, onSelect }: Options) {
  const [state, setState] = useState(NONE);
  const { active, anchor } = state;
  const selected = anchor === null || active === null ? null : ordered(anchor, active);

  const indexAt = (event: PointerEvent<HTMLElement>) =>
    bucketAt(bars, event.clientX - event.currentTarget.getBoundingClientRect().left);

  function select() {
    if (active === null) return;
    onSelect(...(selected ?? [active, active]));
    setState(NONE);
  }

  function press(event: KeyboardEvent) {
    const to = targetOf(event.key, active, bars.length);
    if (to !== null) {
      event.preventDefault();
      const from = event.shiftKey ? (anchor ?? active ?? to) : null;
      setState({ ...NONE, active: to, anchor: from, isByKeyboard: true });
    } else if (event.key === 'Enter' && active !== null) {
      event.preventDefault();
      select();
    } else if (event.key === 'Escape' && active !== null) {
      event.stopPropagation();
      setState(NONE);
    }
  }

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      if (event.button !== 0) return;
      const index = indexAt(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      setState({ ...NONE, active: index, anchor: index });
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const index = indexAt(event);
      setState((now) => ({ ...now, active: index, isByKeyboard: false }));
    },
    onPointerUp() {
      if (anchor !== null) select();
    },
    onPointerCancel: () => setState(NONE),
    onPointerLeave() {
      // While it is dragged the pointer is captured: leaving is no end of it.
      if (anchor === null) setState(NONE);
    },
    onBlur: () => setState(NONE),
    onKeyDown: press,
  };
  return { active, selected, isByKeyboard: state.isByKeyboard, handlers };
}

function ordered(one: number, other: number): [number, number] {
  return one < other ? [one, other] : [other, one];
}

/** Where a key leads; null for a key that is not for moving. */
function targetOf(key: string, active: number | null, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowLeft':
      return active === null ? last : Math.max(0, active - 1);
    case 'ArrowRight':
      return active === null ? 0 : Math.min(last, active + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** A bar in words. */
export function announcementOf(bucket: Bucket, step: Outputs['usage']['summary']['step']): string {
  const classes = CLASSES.map(({ name }, index) => ({ name, count: bucket.requests[index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name}: ${formatNumber(count)}`);
  const credits = bucket.credits > 0 ? [`Credits: ${formatNumber(bucket.credits)}`] : [];
  const figures = [...classes, ...credits].join(', ');
  return `${bucketLabel(bucket, step)}. ${figures || 'No requests'}`;
}
