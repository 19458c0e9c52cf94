import { toLine } from '../clean-text.ts';
import { capitalised } from './sentences.ts';

const VALUE_CHARS_MAX = 300;
const VALUES_MAX = 30;
const DEPTH_MAX = 4;

/** One value as text; '' for lists, objects and what is not there. */
export function scalarOf(value: unknown): string {
  if (typeof value === 'string') return toLine(value, VALUE_CHARS_MAX);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return '';
}

/** Any value as lines to show: a list gives its members, an object its fields with their names. */
export function valuesOf(value: unknown, depth = 0): string[] {
  const scalar = scalarOf(value);
  if (scalar) return [scalar];
  if (typeof value !== 'object' || value === null || depth >= DEPTH_MAX) return [];
  const lines = Array.isArray(value)
    ? value.slice(0, VALUES_MAX).map((member) => valuesOf(member, depth + 1).join(' · '))
    : Object.entries(value)
        .slice(0, VALUES_MAX)
        .map(([key, field]) => withName(key, valuesOf(field, depth + 1).join(', ')));
  return lines.filter(Boolean).map((line) => toLine(line, VALUE_CHARS_MAX));
}

function withName(key: string, text: string): string {
  return text ? `${spokenKey(key)}: ${text}` : '';
}

/** "planType" and "plan_type" as a label: "Plan type". */
export function spokenKey(key: string): string {
  const words = key.slice(0, 100).replaceAll(/(?<=[a-z\d])(?=[A-Z])|[_\s-]+/g, ' ');
  return capitalised(toLine(words, 60).toLowerCase()) || 'Value';
}
