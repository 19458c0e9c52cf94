type Schema = { [key: string]: unknown };

/**
 * Lets the schemas of answers, in place, have fields that are not documented yet: a field more
 * must not break a generated client. Requests stay closed: an unknown field there is refused.
 */
export function openAnswers(document: object): void {
  const { paths, components } = document as {
    paths: Record<string, Record<string, { responses?: unknown }>>;
    components: { schemas: Record<string, unknown> };
  };
  const seen = new Set<unknown>();

  const open = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    const schema = value as Schema;
    if (schema['additionalProperties'] === false) delete schema['additionalProperties'];
    const name = /^#\/components\/schemas\/(.+)$/.exec(String(schema['$ref']))?.[1];
    if (name) open(components.schemas[name]);
    for (const part of Object.values(schema)) open(part);
  };
  for (const path of Object.values(paths)) {
    for (const { responses } of Object.values(path)) open(responses);
  }
}
