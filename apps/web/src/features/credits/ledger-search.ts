/** What the address says about the ledger: no month means this one. */
export type LedgerSearch = { month?: string; cursor?: string };

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;
const CURSOR_CHARS_MAX = 64;

/** People edit addresses: what cannot be read is left out, never an error. */
export function parseLedgerSearch({ month, cursor }: Record<string, unknown>): LedgerSearch {
  return {
    ...(typeof month === 'string' && MONTH.test(month) && { month }),
    ...(typeof cursor === 'string' && cursor.length <= CURSOR_CHARS_MAX && cursor && { cursor }),
  };
}

/** The month so many before or after, `2026-03`. */
export function monthBeside(month: string, distance: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return monthOf(new Date(Date.UTC(year, number - 1 + distance)));
}

/** Months of the credits are those of UTC. */
export function monthOf(at: Date): string {
  return at.toISOString().slice(0, 'yyyy-mm'.length);
}
