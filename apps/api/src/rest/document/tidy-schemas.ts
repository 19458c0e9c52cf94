type Schema = { [key: string]: unknown };

/**
 * Rewrites the schemas of a document, in place, into what people would have written: a format
 * without the regular expression behind it, `["string", "null"]` instead of a choice of two,
 * and answers that may grow fields without breaking their readers.
 */
export function tidySchemas(document: object): void {
  visit(document, (schema) => {
    dropPatternOfFormat(schema);
    moveExample(schema);
    mergeNull(schema);
    if (schema['maximum'] === Number.MAX_SAFE_INTEGER) delete schema['maximum'];
  });
}

const FORMATS = new Set(['uuid', 'date-time', 'date', 'email']);

function dropPatternOfFormat(schema: Schema): void {
  if (FORMATS.has(String(schema['format']))) delete schema['pattern'];
}

/** `example` of a schema belongs to OpenAPI 3.0; JSON Schema has `examples`. */
function moveExample(schema: Schema): void {
  if (!('example' in schema) || !('type' in schema)) return;
  schema['examples'] = [schema['example']];
  delete schema['example'];
}

function mergeNull(schema: Schema): void {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf) || anyOf.length !== 2) return;
  const [value, none] = anyOf as Schema[];
  if (none?.['type'] !== 'null' || typeof value?.['type'] !== 'string') return;
  if ('enum' in value || 'const' in value) return;
  delete schema['anyOf'];
  const { description } = schema;
  Object.assign(schema, value, { type: [value['type'], 'null'] }, description && { description });
}

/** Depth first, so that a schema is looked at when its parts are done; examples are left alone. */
function visit(value: unknown, change: (schema: Schema) => void): void {
  if (Array.isArray(value)) {
    for (const part of value) visit(part, change);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      if (key !== 'example' && key !== 'examples') visit(part, change);
    }
    change(value as Schema);
  }
}
