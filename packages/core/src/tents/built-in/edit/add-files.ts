import type { Brand } from '../../tent-generator.ts';
import { type AssetReading, pictureOf } from '../assets/read-assets.ts';
import { toLine } from '../clean-text.ts';
import type { PageSpec, Section } from '../page-spec.ts';
import { randomFrom } from '../random.ts';
import { toHexColor } from '../read/read-color.ts';
import { colorsFrom } from '../write/write-page.ts';
import { websiteHref } from '../write/write-meet.ts';
import { withIds, writeFiles } from '../write/write-sections.ts';
import { placed } from './apply-edit.ts';
import { grown } from './grow-section.ts';

/** The page with the files of an edit in it; those it has already stay where they are. */
export function withFiles(spec: PageSpec, files: AssetReading, wish: string): PageSpec {
  const known = new Set(idsIn(spec));
  const isNew = ({ assetId }: { assetId: string | null }) =>
    assetId === null || !known.has(assetId);
  const pictures = files.pictures.filter(isNew);
  const wantsCover = /\b(?:hero|cover|header|background|top|main)\b/i.test(wish);
  let sections = spec.sections.map((section): Section => {
    if (section.kind !== 'hero' || (section.picture && !wantsCover)) return section;
    return { ...section, picture: pictures.shift() ?? section.picture };
  });
  const shown = pictures.map((picture) => ({
    ...picture,
    alt: picture.alt || `Picture of ${spec.subject}`,
  }));
  const more: Section[] = [
    ...(shown.length > 0 ? [galleryOf(shown)] : []),
    ...files.tables.filter(isNew),
    ...files.texts.filter(isNew),
    ...(files.files.some(isNew) ? [writeFiles(files.files.filter(isNew))] : []),
  ];
  for (const section of more) {
    const kin = sections.find(
      ({ kind }) => kind === section.kind && (kind === 'gallery' || kind === 'files'),
    );
    sections = kin
      ? sections.map((old) => (old === kin ? grown(old, section) : old))
      : placed(sections, section, null);
  }
  return {
    ...spec,
    logo: files.logo && isNew(files.logo) ? { ...files.logo, alt: spec.siteName } : spec.logo,
    sections: withIds(sections),
  };
}

function galleryOf(pictures: Extract<Section, { kind: 'gallery' }>['pictures']): Section {
  return { kind: 'gallery', id: '', label: 'Gallery', heading: 'Have a look', intro: '', pictures };
}

function idsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(idsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) =>
    key === 'assetId' && typeof field === 'string' ? [field] : idsIn(field),
  );
}

/** The page in a brand's name, colours and logo. */
export function withBrand(spec: PageSpec, brand: Brand): PageSpec {
  const color = toHexColor(brand.primaryColor ?? '');
  const siteName = toLine(brand.companyName ?? '', 60) || spec.siteName;
  return {
    ...spec,
    ...(color && color !== spec.color
      ? colorsFrom(color, { second: null, random: randomFrom(spec.seed) })
      : {}),
    siteName,
    logo: brand.logo ? { ...pictureOf(brand.logo), alt: siteName } : spec.logo,
    icon: brand.icon?.url ?? spec.icon,
    website: (brand.domain && websiteHref(brand.domain)) || spec.website,
  };
}
