import { PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX, text } from '@tented/core';
import { z } from 'zod';

/** Dates go out as ISO-8601 in UTC with milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 }).meta({
  description: 'ISO-8601, UTC, with milliseconds.',
  example: '2026-03-13T15:40:00.000Z',
});

export const Id = z
  .guid('Not a UUID')
  .meta({ description: 'A UUID.', example: '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10' });

/** A boolean in a query. */
export const Flag = z
  .enum(['true', 'false'], 'Expected true or false')
  .transform((value) => value === 'true');

/** How long a caller should wait before looking again at work that is under way. */
export const POLL_SECONDS = 10;

export const Plan = z.enum(['free', 'pro', 'max']).meta({ description: 'Plan of the workspace.' });
export const Scope = z
  .enum(['all_access', 'read_only'])
  .meta({ description: 'What the key may do: everything, or reading only.' });

const YEAR_MIN = 1970;
const YEAR_MAX = 9_999;

/** A moment in a query: with an offset, or a date that means its first instant in UTC. */
export const Moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'Expected an ISO-8601 date or date-time')
  .transform((value) => new Date(value))
  .refine((moment) => isInRange(moment), `Must lie in the years ${YEAR_MIN} to ${YEAR_MAX}`);

function isInRange(moment: Date): boolean {
  return moment.getUTCFullYear() >= YEAR_MIN && moment.getUTCFullYear() <= YEAR_MAX;
}

/** `404`, or a class such as `4xx`, as an inclusive range. */
export const StatusFilter = z
  .string()
  .regex(/^[1-5](\d\d|xx)$/i, 'Expected a status such as 404 or a class such as 4xx')
  .transform((text) => ({
    from: Number(text.replace(/xx/i, '00')),
    to: Number(text.replace(/xx/i, '99')),
  }));

const CURSOR_CHARS_MAX = 64;

/** A query is text; what is meant is a number. */
const LIMIT = {
  type: 'integer',
  minimum: 1,
  maximum: PAGE_ROWS_MAX,
  default: PAGE_ROWS_DEFAULT,
  description: `Rows on a page, 1–${PAGE_ROWS_MAX}.`,
};

/** Query parameters of a list. */
export const paging = {
  limit: z
    .string()
    .regex(/^\d{1,9}$/, 'Expected a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(PAGE_ROWS_MAX))
    .default(PAGE_ROWS_DEFAULT)
    .meta({
      override: (context: { jsonSchema: object }) => replaceSchema(context.jsonSchema, LIMIT),
    }),
  cursor: text(CURSOR_CHARS_MAX)
    .min(1)
    .meta({ description: '`next_cursor` of the page before.' })
    .optional(),
};

export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    data: z.array(row).meta({ description: 'Newest first.' }),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: '`cursor` of the next page; null on the last one.' }),
  });
}

function replaceSchema(jsonSchema: object, by: object): void {
  for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
  Object.assign(jsonSchema, by);
}
