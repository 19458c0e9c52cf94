import Papa from 'papaparse';
import { toLine } from '../clean-text.ts';
import { decodeText } from './decode-text.ts';

/** `rowsTotal` is null where there are too many to count. */
export type Table = { columns: string[]; rows: string[][]; rowsTotal: number | null };

export const ROWS_MAX = 40;
export const COLUMNS_MAX = 12;
const CELL_CHARS_MAX = 160;
const TABLE_CHARS_MAX = 9000;
/** Beyond this nobody counts rows any more. */
const READ_CHARS_MAX = 1_000_000;

/** The first rows of a CSV, whatever separates its cells; null when there is nothing to show. */
export function readTable(bytes: Uint8Array): Table | null {
  const whole = decodeText(bytes).replace(/^\u{feff}/u, '');
  const text = whole.slice(0, READ_CHARS_MAX);
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy' });
  const [head, ...body] = data;
  const width = Math.min(
    COLUMNS_MAX,
    Math.max(...data.slice(0, ROWS_MAX).map((row) => row.length), 0),
  );
  if (!head || width === 0) return null;

  const toCells = (row: string[]) =>
    Array.from({ length: width }, (_, index) => toLine(row[index] ?? '', CELL_CHARS_MAX));
  const columns = toCells(head).map((name, index) => name || `Column ${index + 1}`);
  const rows: string[][] = [];
  let chars = 0;
  for (const row of body.slice(0, ROWS_MAX)) {
    const cells = toCells(row);
    chars += cells.join('').length;
    if (chars > TABLE_CHARS_MAX) break;
    rows.push(cells);
  }
  return { columns, rows, rowsTotal: text.length < whole.length ? null : body.length };
}
