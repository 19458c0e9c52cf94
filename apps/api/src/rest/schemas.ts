import { PAGE_ROWS_DEFAULT, PAGE_ROWS_MAX } from '@tented/core';
import { z } from 'zod';

/** Dates go out as ISO-8601 in UTC with milliseconds. */
export const Timestamp = z.iso.datetime({ precision: 3 }).meta({
  description: 'ISO-8601, UTC, with milliseconds.',
  example: '2026-03-13T15:40:00.000Z',
});

export const Id = z.uuid('Not a UUID').meta({ example: '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10' });

export const Plan = z.enum(['free', 'pro', 'max']);
export const Scope = z.enum(['all_access', 'read_only']);

/** A moment in a query: with an offset, or a date that means its first instant in UTC. */
export const Moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], 'Expected an ISO-8601 date or date-time')
  .transform((text) => new Date(text));

/** Text in a query or a body: PostgreSQL knows no NUL characters. */
export function text(charsMax: number) {
  return z
    .string()
    .max(charsMax)
    .refine((value) => !value.includes('\0'), 'Must not contain NUL characters');
}

const CURSOR_CHARS_MAX = 64;

/** Query parameters of a list. */
export const paging = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PAGE_ROWS_MAX)
    .default(PAGE_ROWS_DEFAULT)
    .meta({ description: `Rows on a page, 1–${PAGE_ROWS_MAX}.` }),
  cursor: text(CURSOR_CHARS_MAX)
    .optional()
    .meta({ description: '`next_cursor` of the page before.' }),
};

export function pageOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    data: z.array(row),
    next_cursor: z.string().nullable().meta({ description: 'null on the last page.' }),
  });
}
