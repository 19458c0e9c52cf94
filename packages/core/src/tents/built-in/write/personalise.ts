import { toLine } from '../clean-text.ts';
import type { PageSpec, Section } from '../page-spec.ts';
import { readData } from '../read/read-data.ts';
import { writeDetails } from './write-words.ts';
import { withIds } from './write-sections.ts';

/** A page without placeholders, for one reader: whom it is for above it, what was sent below it. */
export function personalised(spec: PageSpec, inputData: Record<string, unknown>): PageSpec {
  const data = readData(inputData);
  const addressee = [data.person, data.company].filter(Boolean).join(' at ');
  const details = writeDetails({ data });
  const sections = spec.sections.flatMap((section): Section[] => {
    if (section.kind !== 'hero') return [section];
    const hero = {
      ...section,
      eyebrow: addressee ? toLine(`Prepared for ${addressee}`, 100) : section.eyebrow,
      heading: toLine(data.headline, 140) || section.heading,
      lead: data.lead || section.lead,
    };
    return details ? [hero, details] : [hero];
  });
  return { ...spec, sections: withIds(sections) };
}
