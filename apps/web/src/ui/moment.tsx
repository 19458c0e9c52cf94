import { Tooltip } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatExact } from '../lib/format.ts';

/** A point in time, told as short as its place allows and exactly on hover. */
export function Moment({ iso, children }: { iso: string; children: ReactNode }) {
  return (
    <Tooltip label={formatExact(iso)}>
      <time dateTime={iso}>{children}</time>
    </Tooltip>
  );
}
