type Search = Record<string, unknown>;

/**
 * Plain query strings (`?key=a&key=b`) in place of the router's JSON, so that addresses can be
 * read, written by hand and never break on a stray quote.
 */
export function parseSearchParams(query: string): Record<string, string | string[]> {
  const params = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const values = params.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

export function stringifySearchParams(search: Search): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (typeof item === 'string' && item !== '') params.append(name, item);
    }
  }
  const query = params.toString();
  return query && `?${query}`;
}
