import type { FileLink, Picture, Section, SectionKind } from '../page-spec.ts';
import type { SectionRequest } from '../read/read-sections.ts';
import type { Material } from './material.ts';
import { CLOSING_KINDS } from './outline.ts';
import { writeFaq, writeSchedule, writeTeam, writeTestimonials } from './write-answers.ts';
import { writeHero } from './write-hero.ts';
import { writeContact, writeCta, writeForm } from './write-meet.ts';
import {
  writeFeatures,
  writePartners,
  writePricing,
  writeStats,
  writeSteps,
} from './write-offer.ts';
import { pictureAlt, writeDetails, writeGallery, writeStory } from './write-words.ts';

type Written = { lead: string; pictures: Picture[] };

/** The sections of a new page, in the order the prompt names them, else in the usual one. */
export function writeSections(material: Material): Section[] {
  const { files, brief } = material;
  const { requests } = material;
  const [cover, ...others] = files.pictures;
  const showsGallery = requests.some(({ kind }) => kind === 'gallery');
  const keepsCover = cover !== undefined && !(showsGallery && others.length === 0);
  const hero = writeHero(material, requests.find(({ kind }) => kind === 'hero') ?? null, {
    picture: keepsCover ? { ...cover, alt: cover.alt || pictureAlt(material) } : null,
    second: secondAction(requests, material),
  });
  const written = { lead: hero.lead, pictures: keepsCover ? others : files.pictures };
  const sections = requests
    .filter(({ kind }) => kind !== 'hero')
    .map((request) => writeSection(material, request, written))
    .filter((section) => section !== null);

  const details = writeDetails(material);
  const extras: Section[] = [
    !showsGallery && written.pictures.length > 0 ? writeGallery(material, written.pictures) : null,
    ...files.tables,
    ...files.texts,
    files.files.length > 0 ? writeFiles(files.files) : null,
  ].filter((section) => section !== null);
  const wanted = [...withExtras(sections, extras)].filter(
    ({ kind }) => !brief.sections.unwanted.has(kind),
  );
  return withIds([hero, ...(details ? [details] : []), ...wanted]);
}

/** Writes one section that was asked for; null when there is nothing it could say. */
export function writeSection(
  material: Material,
  request: SectionRequest,
  { lead, pictures }: Written,
): Section | null {
  switch (request.kind) {
    case 'features':
      return writeFeatures(material, request);
    case 'steps':
      return writeSteps(material, request);
    case 'stats':
      return writeStats(material, request);
    case 'pricing':
      return writePricing(material, request);
    case 'testimonials':
      return writeTestimonials(material, request);
    case 'faq':
      return writeFaq(material, request);
    case 'team':
      return writeTeam(material, request);
    case 'gallery':
      return writeGallery(material, pictures);
    case 'schedule':
      return writeSchedule(material, request);
    case 'story':
      return writeStory(material, request, lead);
    case 'partners':
      return writePartners(material, request);
    case 'cta':
      return writeCta(material, request);
    case 'form':
      return writeForm(material, request);
    case 'contact':
      return writeContact(material);
    case 'hero':
      return writeHero(material, request, { picture: null, second: null });
    case 'details':
      return writeDetails(material);
    case 'table':
    case 'files':
      return null;
  }
}

const SECOND_LABELS: readonly [SectionKind, string][] = [
  ['pricing', 'See prices'],
  ['schedule', 'See the schedule'],
  ['steps', 'How it works'],
  ['features', 'Look around'],
  ['story', 'Read on'],
  ['gallery', 'Have a look'],
];

/** A second button for those who want to read on. */
function secondAction(requests: SectionRequest[], { action }: Material) {
  for (const [kind, label] of SECOND_LABELS) {
    const request = requests.find((one) => one.kind === kind);
    if (!request || action?.href === `#${kind}`) continue;
    return { label: /hours/i.test(request.word) ? 'Opening hours' : label, href: `#${kind}` };
  }
  return null;
}

export function writeFiles(files: FileLink[]): Section {
  return { kind: 'files', id: '', label: 'Files', heading: 'To take along', intro: '', files };
}

function withExtras(sections: Section[], extras: Section[]): Section[] {
  const closingAt = sections.findIndex(({ kind }) => CLOSING_KINDS.has(kind) || kind === 'pricing');
  const at = closingAt === -1 ? sections.length : closingAt;
  return [...sections.slice(0, at), ...extras, ...sections.slice(at)];
}

/** Anchors: the first of a kind has its name, the second a number behind it. */
export function withIds<Kind extends Section>(sections: Kind[]): Kind[] {
  const counts = new Map<string, number>();
  return sections.map((section) => {
    const count = (counts.get(section.kind) ?? 0) + 1;
    counts.set(section.kind, count);
    const id = section.kind === 'hero' ? 'top' : section.kind;
    return { ...section, id: count === 1 ? id : `${id}-${count}` };
  });
}
