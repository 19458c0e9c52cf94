import { z } from 'zod';
import { AppError } from './errors.ts';

/**
 * Text of at most so many characters that PostgreSQL can keep as it is: without NUL
 * characters, and without halves of surrogate pairs, which would come back as something else.
 */
export function text(charsMax: number) {
  return z
    .string()
    .max(charsMax)
    .refine((value) => !value.includes('\0'), 'Must not contain NUL characters')
    .refine((value) => value.isWellFormed(), 'Must be well-formed Unicode');
}

/** What PostgreSQL keeps of a text that nobody has checked. */
export function toStorable(value: string): string {
  return value.replaceAll('\0', '').toWellFormed();
}

export const NAME_CHARS_MAX = 80;

/** The name of a key or a workspace: one line that is not blank. */
export const Name = text(NAME_CHARS_MAX)
  .trim()
  .min(1, 'Must not be empty')
  .refine(
    (value) => !/\p{Cc}/u.test(value.replaceAll('\0', '')),
    'Must be one line without control characters',
  );

/** Throws `invalid_request` for what is no name; answers with the trimmed one. */
export function toName(value: string): string {
  const parsed = Name.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues[0]?.message ?? 'Not a name';
  throw new AppError('invalid_request', `The name is not valid: ${message}.`, {
    details: { issues: [{ path: 'name', message }] },
  });
}

/** A pattern for ILIKE that finds the text anywhere, its own wildcards taken literally. */
export function likePattern(value: string): string {
  return `%${value.trim().replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;
}
