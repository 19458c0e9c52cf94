type Row = { id: string };

/**
 * Rows of pages and rows told since, each once and newest first. Of two with the same id the
 * one told later stands: credits may have come back since the page was read.
 */
export function mergeRows<Type extends Row>(told: readonly Type[], pages: readonly Type[]): Type[] {
  if (told.length === 0) return [...pages];
  const byId = new Map([...pages, ...told].map((row) => [row.id, row]));
  // Ids are moments, in the order of their letters.
  return [...byId.values()].toSorted((a, b) => (a.id < b.id ? 1 : -1));
}
