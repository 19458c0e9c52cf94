/**
 * A path of this site and nothing else: a link to the sign-in page must not be able to send
 * people on to a stranger's page. Browsers read `//` and `/\` as the start of another host.
 */
export function safeRedirect(value: unknown): string | undefined {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value) && !/[\t\n\r]/.test(value)
    ? value
    : undefined;
}
