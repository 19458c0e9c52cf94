import { z } from 'zod';
import { CONTACT_COLUMNS } from '../contacts/contact.ts';

/** A field that people do not see: whoever fills it in is a program. */
export const TRAP_FIELD = 'website_url';
/** Names the tent whose page was filled in; kept as such, not as a field. */
export const TENT_FIELD = 'tent';

const FIELDS_MAX = 100;
const FIELD_NAME_CHARS_MAX = 100;
const FIELD_CHARS_MAX = 10_000;

const FormValue = z.union(
  [z.string().max(FIELD_CHARS_MAX), z.number(), z.boolean(), z.null()],
  `Expected a text of at most ${FIELD_CHARS_MAX} characters`,
);

/** The fields of a form by their names. A name that comes several times has a list. */
export const FormFields = z
  .record(
    z.string().max(FIELD_NAME_CHARS_MAX),
    z.union(
      [FormValue, z.array(FormValue)],
      `Expected a text of at most ${FIELD_CHARS_MAX} characters`,
    ),
  )
  .refine((fields) => Object.keys(fields).length <= FIELDS_MAX, `More than ${FIELDS_MAX} fields`);

export type FormFields = z.output<typeof FormFields>;
type FormValue = z.output<typeof FormValue>;

export type Lead = {
  /** Fields of a contact, with the types that they have there; not yet checked. */
  contact: Record<string, unknown>;
  /** Everything else, as it came, but such that the database can keep it. */
  others: FormFields;
};

const NOT_FROM_A_FORM = new Set(['id', 'created_at', 'updated_at']);

/** Divides what a form sent into what a contact has and what is kept beside it. */
export function toLead(fields: FormFields): Lead {
  const contact: [string, unknown][] = [];
  const others: [string, FormFields[string]][] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name === TRAP_FIELD || name === TENT_FIELD || isEmpty(value)) continue;
    if (isContactField(name)) contact.push([name, toColumnValue(name, value)]);
    else
      others.push([
        toStoredText(name),
        Array.isArray(value) ? value.map(toStored) : toStored(value),
      ]);
  }
  return { contact: Object.fromEntries(contact), others: Object.fromEntries(others) };
}

export function isTrapped(fields: FormFields): boolean {
  return !isEmpty(fields[TRAP_FIELD]);
}

type ContactField = keyof typeof CONTACT_COLUMNS;

function isContactField(name: string): name is ContactField {
  return Object.hasOwn(CONTACT_COLUMNS, name) && !NOT_FROM_A_FORM.has(name);
}

/** Forms send a field that was left blank as an empty text. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && !value.trim());
}

/** What is ticked sends its value; what people put there says yes in one way or another. */
const YES = new Set(['on', 'true', '1', 'yes']);
const NO = new Set(['off', 'false', '0', 'no']);

function toColumnValue(name: ContactField, value: unknown): unknown {
  const last = Array.isArray(value) ? value.at(-1) : value;
  if (typeof last !== 'string') return last;
  const text = last.trim();
  switch (CONTACT_COLUMNS[name]) {
    case 'boolean':
      if (YES.has(text.toLowerCase())) return true;
      return NO.has(text.toLowerCase()) ? false : text;
    case 'double precision':
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case 'text':
    case 'uuid':
    case 'timestamptz':
      return text;
  }
}

/** PostgreSQL keeps neither NUL characters nor halves of surrogate pairs. */
function toStoredText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function toStored(value: FormValue): FormValue {
  return typeof value === 'string' ? toStoredText(value) : value;
}
