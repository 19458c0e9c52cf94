const KINDS = ['examples', 'headers', 'parameters'] as const;

/** Removes components, in place, that nothing in the document points at. */
export function dropUnused(document: { components: object }): void {
  const components = document.components as Partial<
    Record<(typeof KINDS)[number], Record<string, unknown>>
  >;
  const used = new Set(
    [...JSON.stringify(document).matchAll(/"#\/components\/([^"]+)"/g)].map(([, name]) => name),
  );
  for (const kind of KINDS) {
    for (const name of Object.keys(components[kind] ?? {})) {
      if (!used.has(`${kind}/${name}`)) delete components[kind]?.[name];
    }
  }
}
