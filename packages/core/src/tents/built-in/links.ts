const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * The address when a page may link to it: http, https, mailto, tel, or an address without a
 * scheme; else null. Read as a browser reads it, which ignores tabs, line ends and leading blanks.
 */
export function safeHref(address: string): string | null {
  // oxlint-disable-next-line no-control-regex -- browsers drop them before they look for a scheme
  const seen = address.replaceAll(/[\t\n\r]/g, '').replace(/^[\u0000-\u0020]+/, '');
  const scheme = /^([^/?#:]*):/.exec(seen)?.[1];
  if (scheme !== undefined && !SCHEMES.has(`${scheme.toLowerCase()}:`)) return null;
  const clean = seen.trim().replaceAll(/[\s"<>`|\\^]/g, encodeURIComponent);
  return clean === '' ? null : clean;
}
