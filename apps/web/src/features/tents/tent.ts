import type { Outputs } from '../../lib/trpc.ts';

export type Tent = Outputs['tents']['list']['rows'][number];
export type Generation = Outputs['tents']['generations']['rows'][number];

/** Work is under way: worth another look soon. */
export function isUnderWay({ status }: Pick<Tent, 'status'>): boolean {
  return status === 'queued' || status === 'generating';
}

export const REFRESH_MS = 2_000;
