export const FILENAME_CHARS_MAX = 255;
const EXTENSION_CHARS_MAX = 16;
const UNNAMED = 'file';

/** Controls, and marks that make a name read in another direction than it is written. */
const UNSEEN = /[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The name of an uploaded file as it is kept and shown: one segment of a path, without
 * characters that cannot be seen. What is too long is cut before its extension.
 */
export function toFilename(name: string): string {
  const clean = (name.split(/[\\/]/).at(-1) ?? '').normalize('NFC').replaceAll(UNSEEN, '').trim();
  if (clean === '' || clean === '.' || clean === '..') return UNNAMED;
  if (clean.length <= FILENAME_CHARS_MAX) return clean;
  const dot = clean.lastIndexOf('.');
  const extension = clean.length - dot <= EXTENSION_CHARS_MAX ? clean.slice(dot) : '';
  const stem = clean.slice(0, FILENAME_CHARS_MAX - extension.length);
  // Half of a character that the cut went through goes as well.
  return stem.replace(/\p{Cs}$/u, '') + extension;
}
