import type { Document } from '../../../src/rest/document/build-document.ts';
import { resolve } from '../contract/document.ts';
import { hostileText, hostileValue } from './hostile.ts';
import type { Random } from './random.ts';

export type Schema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  examples?: unknown[];
};

type Context = {
  document: Document;
  random: Random;
  /** Ids and names of things that exist, or might. */
  known: readonly string[];
};

const ARRAY_ITEMS_USUAL = 4;
const TEXT_CHARS_USUAL = 40;
const CHARS = 'abcdefghij 0123456789-_.'.split('');
const OPTIONAL_FIELD = 0.4;

/** A value that a schema allows, as far as a schema can tell. */
export function validValue(given: Schema, context: Context): unknown {
  const { document, random } = context;
  const schema = resolve<Schema>(document, given);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return random.pick(schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return validValue(random.pick(choices), context);
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type ?? 'unknown') {
    case 'object':
      return validObject(schema, context);
    case 'array':
      return validArray(schema, context);
    case 'integer':
    case 'number':
      return random.int(schema.minimum ?? -5, Math.min(schema.maximum ?? 1_000, 1_000));
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'string':
      return validText(schema, context);
    default:
      return random.chance(0.5) ? hostileValue(random) : 'anything';
  }
}

function validObject(schema: Schema, context: Context): Record<string, unknown> {
  const required = new Set(schema.required);
  const entries = Object.entries(schema.properties ?? {}).filter(
    ([name]) => required.has(name) || context.random.chance(OPTIONAL_FIELD),
  );
  return Object.fromEntries(entries.map(([name, part]) => [name, validValue(part, context)]));
}

function validArray(schema: Schema, context: Context): unknown[] {
  const { minItems = 0, maxItems = ARRAY_ITEMS_USUAL, items = {} } = schema;
  const most = context.random.chance(0.1) ? maxItems : Math.min(maxItems, ARRAY_ITEMS_USUAL);
  const length = context.random.int(minItems, Math.max(minItems, most));
  return Array.from({ length }, () => validValue(items, context));
}

function validText(schema: Schema, { random, known }: Context): string {
  if (schema.examples && random.chance(0.3)) return String(schema.examples[0]);
  if (schema.format === 'uuid') return random.chance(0.7) ? random.pick(known) : uuid(random);
  if (schema.format === 'date-time') return '2026-03-13T15:40:00.000Z';
  if (schema.format === 'date') return '2026-03-13';
  if (random.chance(0.25)) return random.pick(known);
  if (random.chance(0.1)) return hostileText(random);
  if (random.chance(0.3)) return `person-${random.int(1, 60)}@example.com`;
  if (random.chance(0.1)) return `+4930${random.int(1_000_000, 1_000_100)}`;
  const most = Math.min(schema.maxLength ?? TEXT_CHARS_USUAL, TEXT_CHARS_USUAL);
  const length = random.int(Math.max(1, schema.minLength ?? 1), Math.max(1, most));
  return Array.from({ length }, () => random.pick(CHARS)).join('');
}

export function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Changes one thing, somewhere in a value that was good. */
export function mutate(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) {
    if (random.chance(0.3))
      return random.pick([[], [...value, hostileValue(random)], Array(26).fill(value[0] ?? {})]);
    const place = random.int(0, Math.max(0, value.length - 1));
    return value.map((part, index) => (index === place ? mutate(part, random) : part));
  }
  if (typeof value === 'object' && value !== null) return mutateObject(value, random);
  return hostileValue(random);
}

function mutateObject(value: object, random: Random): unknown {
  const names = Object.keys(value);
  if (names.length === 0 || random.chance(0.2)) {
    return { ...value, [random.pick(['unknown', '', '__proto__', 'items', '\0', 'é'])]: 1 };
  }
  const name = random.pick(names);
  const { [name as never]: part, ...rest } = value as Record<string, unknown>;
  return random.chance(0.3) ? rest : { ...rest, [name]: mutate(part, random) };
}
