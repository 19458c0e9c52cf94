import type { GenerationInput } from '../../tent-generator.ts';
import { valuesOf } from '../read/data-values.ts';
import { replacePlaceholders } from './placeholders.ts';

/** Answers with the text for a placeholder; null where there is none. */
export type Values = (name: string) => string | null;

/** Names that stand for what the caller wrote rather than for data. */
export const CONTENT_NAMES: ReadonlySet<string> = new Set(['instructions', 'content']);

const TEXT_CHARS_MAX = 10_000;

/** What placeholders are filled with: `input_data` first, then the brand and the request itself. */
export function valuesFrom(input: GenerationInput): Values {
  const { inputData, brand } = input;
  const own = new Map<string, string | null>([
    ['name', input.name],
    ['form_action', input.formAction],
    ['instructions', input.instructions ?? input.prompt],
    ['content', input.instructions ?? input.prompt],
    ['brand.company_name', brand?.companyName ?? null],
    ['brand.domain', brand?.domain ?? null],
    ['brand.description', brand?.description ?? null],
    ['brand.primary_color', brand?.primaryColor ?? null],
    ['brand.logo_url', brand?.logo?.url ?? null],
    ['brand.icon_url', brand?.icon?.url ?? null],
  ]);
  return (name) => textOf(find(inputData, name)) ?? own.get(name) ?? null;
}

/** Placeholders in a prompt: what is unknown stays, so that a page can become a template. */
export function fillText(text: string, values: Values): string {
  return replacePlaceholders(text, (name) => values(name) ?? `{{${name}}}`);
}

function find(data: unknown, path: string): unknown {
  const direct = own(data, path);
  if (direct !== undefined) return direct;
  let value = data;
  for (const step of path.split('.')) {
    value = own(value, step);
    if (value === undefined) return undefined;
  }
  return value;
}

/** A property that the data itself has; `__proto__` and the like are none. */
function own(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.slice(0, TEXT_CHARS_MAX);
  if (typeof value === 'boolean') return String(value);
  return valuesOf(value).join(', ');
}
