type Element = string | number | boolean | null;

const NEEDS_ESCAPE = /["\\]/;
const ESCAPED = /["\\]/g;

/**
 * An array parameter as PostgreSQL reads it. The driver would do the same value by value, and
 * for statements over whole batches that is a good part of their cost.
 */
export function toSqlArray<Item>(items: readonly Item[], valueOf: (item: Item) => Element): string {
  let text = '{';
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ',';
    const value = valueOf(items[index]!);
    text += typeof value === 'string' ? quote(value) : String(value);
  }
  return `${text}}`;
}

/**
 * One of several columns for `unnest(a, b, …)`, which fills up shorter ones with NULL: a column
 * of nothing else is sent empty. One of the columns must have a value in every row.
 */
export function toSqlColumn<Item>(
  items: readonly Item[],
  valueOf: (item: Item) => Element,
): string {
  return items.some((item) => valueOf(item) !== null) ? toSqlArray(items, valueOf) : '{}';
}

/** Quoted, a text is never taken for NULL, and its commas and braces mean nothing. */
function quote(value: string): string {
  return NEEDS_ESCAPE.test(value)
    ? `"${value.replaceAll(ESCAPED, String.raw`\$&`)}"`
    : `"${value}"`;
}
