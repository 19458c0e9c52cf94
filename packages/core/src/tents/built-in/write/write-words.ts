import { toLine } from '../clean-text.ts';
import type { Picture, SectionOf } from '../page-spec.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import { asSentence, capitalised, sentencesOf } from '../read/sentences.ts';
import type { Material } from './material.ts';
import { pointsIn } from './outline.ts';
import { subjectSentence } from './write-hero.ts';

export function writeStory(
  material: Material,
  request: SectionRequest | null,
  lead: string,
): SectionOf<'story'> | null {
  const { brief, brandText, inSentence } = material;
  const given = sentencesOf(request?.content ?? '').map(asSentence);
  const isListed = material.requests.some(({ kind, content }) => kind === 'features' && !content);
  const points = isListed ? pointsIn(brief) : [];
  const untold = brief.prose.filter(
    (sentence) => !lead.includes(sentence) && !points.includes(sentence),
  );
  const known = [subjectSentence(material), brandText && asSentence(brandText)];
  const plain = request ? [...known, ...untold].filter(Boolean) : untold;
  const sentences = given.length > 0 ? given : plain;
  if (sentences.length === 0 && !request) return null;
  const word = request?.word.toLowerCase() ?? 'about';
  return {
    kind: 'story',
    id: '',
    label: /about|overview|intro|who/.test(word) ? 'About' : capitalised(word.replace(/^our /, '')),
    heading: /mission/.test(word)
      ? 'Why we do it'
      : /story|history/.test(word)
        ? 'Our story'
        : `About ${inSentence}`,
    intro: '',
    assetId: null,
    format: 'plain',
    text: paragraphs([...new Set(sentences)]) || 'See for yourself.',
  };
}

/** Up to three sentences each, so that it reads as text and not as a list. */
function paragraphs(sentences: string[]): string {
  const lines: string[] = [];
  for (let index = 0; index < sentences.length; index += 3) {
    lines.push(sentences.slice(index, index + 3).join(' '));
  }
  return lines.join('\n');
}

export function writeGallery(material: Material, pictures: Picture[]): SectionOf<'gallery'> {
  return {
    kind: 'gallery',
    id: '',
    label: 'Gallery',
    heading: 'Have a look',
    intro: '',
    pictures: pictures
      .map((picture) => ({ ...picture, alt: picture.alt || pictureAlt(material) }))
      .slice(0, 24),
  };
}

export function pictureAlt({ subject }: Material): string {
  return `Picture of ${subject}`;
}

/** What was sent about whoever the page is for, and has no other place. */
export function writeDetails({ data }: Pick<Material, 'data'>): SectionOf<'details'> | null {
  if (data.details.length === 0) return null;
  const whom = data.company || data.firstName;
  return {
    kind: 'details',
    id: '',
    label: 'At a glance',
    heading: whom ? `${whom} at a glance` : 'At a glance',
    intro: '',
    items: data.details.map(({ label, values }) => ({
      label,
      values: values.map((value) => toLine(value, 400)),
    })),
  };
}
