import type { Section } from '../page-spec.ts';

const LIST_MAX = 60;

/** A section with the entries of another of its kind added behind its own. */
export function grown(section: Section, more: Section): Section {
  const own = section as Record<string, unknown>;
  const theirs = more as Record<string, unknown>;
  const added = [
    'items',
    'plans',
    'quotes',
    'people',
    'entries',
    'names',
    'pictures',
    'files',
  ].flatMap((key) => {
    const [mine, other] = [own[key], theirs[key]];
    if (!Array.isArray(mine) || !Array.isArray(other)) return [];
    return [
      [key, [...mine, ...other.filter((entry) => !isIn(mine, entry))].slice(0, LIST_MAX)] as const,
    ];
  });
  const isTold = section.kind === 'story' && more.kind === 'story';
  const text = isTold ? { text: `${section.text}\n${more.text}`.trim() } : {};
  const fields = section.kind === 'form' && more.kind === 'form' ? { fields: more.fields } : {};
  // It was a request for words, and now there are some.
  const opened =
    section.kind === 'testimonials' && more.kind === 'testimonials' && more.quotes.length > 0
      ? { heading: more.heading, intro: more.intro, action: null }
      : {};
  const priced =
    section.kind === 'pricing' && more.kind === 'pricing' && section.plans.length === 0
      ? { heading: more.heading, intro: more.intro, action: more.action }
      : {};
  return {
    ...section,
    ...Object.fromEntries(added),
    ...text,
    ...fields,
    ...opened,
    ...priced,
  } as Section;
}

function isIn(entries: unknown[], entry: unknown): boolean {
  const text = JSON.stringify(entry);
  return entries.some((one) => JSON.stringify(one) === text);
}
