const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first letters of the first and the last word, for a person's badge. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? initialOf(words.at(-1) ?? '') : '';
  return initialOf(words[0] ?? '') + last;
}

/** The first letter as people see it, for a badge. */
export function initialOf(name: string): string {
  const [first] = SEGMENTER.segment(name.trim());
  return first?.segment.toUpperCase() ?? '?';
}
