import type { ApiKey } from './api-key.ts';

export const HYGIENE_HINTS = ['expiring', 'idle', 'unused', 'endless'] as const;
export type HygieneHint = (typeof HYGIENE_HINTS)[number];

type Key = Pick<ApiKey, 'status' | 'createdAt' | 'lastUsedAt' | 'expiresAt'>;

const DAY_MS = 86_400_000;
const EXPIRING_DAYS = 7;
const IDLE_DAYS = 90;
/** A key may take so long to be built in. */
const UNUSED_DAYS = 7;

/**
 * What a careful owner would look at: a key that is about to expire, that nobody uses, or that
 * never ends. Nothing is said of keys that open nothing any more.
 */
export function hintsOf(key: Key, now: Date): HygieneHint[] {
  if (key.status !== 'active') return [];
  const ageOf = (iso: string) => now.getTime() - Date.parse(iso);
  const isExpiring = key.expiresAt !== null && -ageOf(key.expiresAt) <= EXPIRING_DAYS * DAY_MS;
  const isIdle = key.lastUsedAt !== null && ageOf(key.lastUsedAt) >= IDLE_DAYS * DAY_MS;
  const isUnused = key.lastUsedAt === null && ageOf(key.createdAt) >= UNUSED_DAYS * DAY_MS;
  return [
    ...(isExpiring ? (['expiring'] as const) : []),
    ...(isIdle ? (['idle'] as const) : []),
    ...(isUnused ? (['unused'] as const) : []),
    ...(key.expiresAt === null ? (['endless'] as const) : []),
  ];
}

/** What each hint says of a key, and what it advises. */
export const HINT_TEXTS: Record<HygieneHint, { label: string; advice: string }> = {
  expiring: {
    label: 'Expires soon',
    advice: 'It expires within 7 days. Create the key that takes its place.',
  },
  idle: {
    label: 'Idle for 90 days',
    advice: 'Nobody has used it for 90 days. If nobody needs it, delete it.',
  },
  unused: {
    label: 'Never used',
    advice: 'It was made more than a week ago and never used. If nobody needs it, delete it.',
  },
  endless: {
    label: 'No expiry',
    advice: 'It works until somebody deletes it. Rotate it from time to time.',
  },
};
