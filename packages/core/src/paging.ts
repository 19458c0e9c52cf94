import { AppError } from './errors.ts';

export type Page<Row> = { rows: Row[]; nextCursor: string | null };

export const PAGE_ROWS_DEFAULT = 25;
export const PAGE_ROWS_MAX = 100;

/** Opaque to callers; inside it is the id of the last row they have seen. */
export function encodeCursor(lastId: string): string {
  return Buffer.from(lastId.replaceAll('-', ''), 'hex').toString('base64url');
}

const ID_BYTES = 16;
const UUID_V7 = /^.{8}-.{4}-7.{3}-[89ab]/;

/** Throws `invalid_request` for anything `encodeCursor` did not make. */
export function decodeCursor(cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  const hex = bytes.toString('hex');
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  if (bytes.length !== ID_BYTES || !UUID_V7.test(id) || encodeCursor(id) !== cursor) {
    throw new AppError('invalid_request', 'Invalid query parameters', {
      details: {
        issues: [{ path: 'cursor', message: 'Not a cursor that this endpoint returned' }],
      },
    });
  }
  return id;
}

/**
 * Cuts a page from rows that were fetched with one more than the limit, so that a last
 * page that is just full says that it is the last.
 */
export function toPage<Row extends { id: string }>(fetched: Row[], limit: number): Page<Row> {
  const rows = fetched.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: fetched.length > limit && last ? encodeCursor(last.id) : null };
}
