import { AppError } from '../errors.ts';

export const SLUG_CHARS_MAX = 48;

/** Small ASCII letters, digits and single hyphens; throws `invalid_request` when nothing is left. */
export function slugFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_CHARS_MAX)
    .replaceAll(/^-+|-+$/g, '');
  if (!slug) {
    throw new AppError('invalid_request', 'A slug needs at least one letter or digit (a–z, 0–9).', {
      details: { issues: [{ path: 'slug', message: 'Needs a letter or digit (a–z, 0–9)' }] },
    });
  }
  return slug;
}
