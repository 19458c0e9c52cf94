const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * Who counts as one sender: an IPv4 address, or the /64 network of an IPv6 address, which one
 * subscriber has all of.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => text.split(':').filter(Boolean);
  const first = groups(head);
  const gap = tail === undefined ? 0 : Math.max(0, GROUPS - first.length - groups(tail).length);
  const all = [...first, ...Array<string>(gap).fill('0'), ...groups(tail ?? '')];
  return all.slice(0, NETWORK_GROUPS).join(':');
}
