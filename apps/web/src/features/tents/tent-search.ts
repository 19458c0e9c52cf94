export const TENT_STATUSES = ['idle', 'queued', 'generating', 'completed', 'failed'] as const;
export type TentStatus = (typeof TENT_STATUSES)[number];

/** What the address says about the list of tents: nothing means all, newest first. */
export type TentSearch = {
  q?: string | undefined;
  status?: TentStatus | undefined;
  published?: boolean | undefined;
  cursor?: string | undefined;
};

const QUERY_CHARS_MAX = 255;
const CURSOR_CHARS_MAX = 64;

/** People edit addresses: what cannot be read is left out, never an error. */
export function parseTentSearch(search: Record<string, unknown>): TentSearch {
  const { q, status, published, cursor } = search;
  const known = TENT_STATUSES.find((name) => name === status);
  return {
    ...(isText(q, QUERY_CHARS_MAX) && { q }),
    ...(known && { status: known }),
    ...(typeof published === 'boolean' && { published }),
    ...(isText(cursor, CURSOR_CHARS_MAX) && { cursor }),
  };
}

export function tentsQuestion(workspace: string, { q, status, published, cursor }: TentSearch) {
  return {
    workspace,
    ...(q && { q }),
    ...(status && { status }),
    ...(published !== undefined && { isPublished: published }),
    ...(cursor && { cursor }),
  };
}

export function hasTentFilters({ q, status, published }: TentSearch): boolean {
  return q !== undefined || status !== undefined || published !== undefined;
}

function isText(value: unknown, charsMax: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= charsMax;
}
