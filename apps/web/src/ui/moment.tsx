import type { ReactNode } from 'react';
import { formatExact } from '../lib/format.ts';
import { Hint } from './hint.tsx';

/** A point in time, told as short as its place allows and exactly on hover. */
export function Moment({ iso, children }: { iso: string; children: ReactNode }) {
  return (
    <Hint label={formatExact(iso)}>
      <time dateTime={iso}>{children}</time>
    </Hint>
  );
}
