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
    throw notACursor();
  }
  return id;
}

/** The same for rows that are not named by UUIDs: ULIDs, numbers. */
export function encodeTextCursor(last: string): string {
  return Buffer.from(last).toString('base64url');
}

/** Throws `invalid_request` for anything that `encodeTextCursor` did not make of such a text. */
export function decodeTextCursor(cursor: string, isValid: (text: string) => boolean): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!isValid(text) || encodeTextCursor(text) !== cursor) throw notACursor();
  return text;
}

function notACursor(): AppError {
  return new AppError('invalid_request', 'Invalid query parameters', {
    details: { issues: [{ path: 'cursor', message: 'Not a cursor that this endpoint returned' }] },
  });
}

/**
 * Cuts a page from rows that were fetched with one more than the limit, so that a last
 * page that is just full says that it is the last.
 */
export function toPage<Row extends { id: string }>(
  fetched: Row[],
  limit: number,
  toCursor: (last: Row) => string = ({ id }) => encodeCursor(id),
): Page<Row> {
  const rows = fetched.slice(0, limit);
  const last = rows.at(-1);
  return { rows, nextCursor: fetched.length > limit && last ? toCursor(last) : null };
}
