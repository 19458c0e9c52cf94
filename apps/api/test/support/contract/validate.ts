import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Document } from '../../../src/rest/document/build-document.ts';

export type Validate = (pointer: string, value: unknown) => string[];

/**
 * Holds values against schemas of a document, named by JSON pointer. `isClosed` is for answers:
 * they may get fields in the future, but not one today that is not documented.
 */
export function createValidator(document: Document, { isClosed = false } = {}): Validate {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('binary', true);
  ajv.addSchema(isClosed ? close(structuredClone(document)) : document, 'document');

  return (pointer, value) => {
    const validate = ajv.getSchema(`document${pointer}`);
    if (!validate) throw new Error(`There is no schema at ${pointer}.`);
    return validate(value) ? [] : (validate.errors ?? []).map(toSentence);
  };
}

/** Forbids what no part of an object's schema has mentioned, in place. */
function close<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    const schema = value as Record<string, unknown>;
    const isObject = schema['type'] === 'object' && 'properties' in schema;
    if (isObject && !('additionalProperties' in schema)) schema['unevaluatedProperties'] = false;
    for (const part of Object.values(schema)) close(part);
  }
  return value;
}

function toSentence({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || 'the whole'} ${message} ${JSON.stringify(params)}`;
}
