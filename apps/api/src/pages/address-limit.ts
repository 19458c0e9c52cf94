import type { Clock } from '@tented/core';
import { LRUCache } from 'lru-cache';

export type AddressLimit = {
  /** Counts one more; answers with the seconds to wait when that is one too many. */
  hit(address: string): number | undefined;
};

const ADDRESSES_MAX = 50_000;
const MS_PER_SECOND = 1_000;

/**
 * So many in a window of time for each address. Each server counts for itself, so that several
 * let through as many times more: it keeps floods out, and promises nothing.
 */
export function createAddressLimit(
  clock: Clock,
  { max, windowMs }: { max: number; windowMs: number },
): AddressLimit {
  const windows = new LRUCache<string, { endsAt: number; hits: number }>({ max: ADDRESSES_MAX });

  return {
    hit(address) {
      const now = clock().getTime();
      const key = networkOf(address);
      let current = windows.get(key);
      if (!current || current.endsAt <= now) {
        current = { endsAt: now + windowMs, hits: 0 };
        windows.set(key, current);
      }
      current.hits += 1;
      if (current.hits <= max) return undefined;
      return Math.ceil((current.endsAt - now) / MS_PER_SECOND);
    },
  };
}

const IPV6_NETWORK_GROUPS = 4;

/** Whoever has one IPv6 address has the 2^64 of its network. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : IPV6_NETWORK_GROUPS - groups.length;
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0')]
    .slice(0, IPV6_NETWORK_GROUPS)
    .join(':');
}
