const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The first letter as people see it, for a badge. */
export function initialOf(name: string): string {
  const [first] = SEGMENTER.segment(name.trim());
  return first?.segment.toUpperCase() ?? '?';
}
