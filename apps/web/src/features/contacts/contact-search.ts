/** What the address says about the list of people. */
export type ContactSearch = { q?: string | undefined; cursor?: string | undefined };

const QUERY_CHARS_MAX = 255;
const CURSOR_CHARS_MAX = 64;

/** People edit addresses: what cannot be read is left out, never an error. */
export function parseContactSearch({ q, cursor }: Record<string, unknown>): ContactSearch {
  return {
    ...(typeof q === 'string' && q !== '' && { q: q.slice(0, QUERY_CHARS_MAX) }),
    ...(typeof cursor === 'string' &&
      cursor !== '' &&
      cursor.length <= CURSOR_CHARS_MAX && { cursor }),
  };
}
