import { toLine } from '../clean-text.ts';
import type { PageSpec, Section, SectionKind } from '../page-spec.ts';
import { hashOf, randomFrom } from '../random.ts';
import { asHeading, asSentence } from '../read/sentences.ts';
import type { Material } from '../write/material.ts';
import { colorsFrom } from '../write/write-page.ts';
import { withIds, writeSection } from '../write/write-sections.ts';
import { withText } from './change-text.ts';
import { grown } from './grow-section.ts';
import type { EditCommand, Place } from './read-edit.ts';

const CLOSING = new Set<SectionKind>(['cta', 'form', 'contact']);

/** The page after one command; the same page where the command finds nothing to change. */
export function applyEdit(spec: PageSpec, command: EditCommand, material: Material): PageSpec {
  switch (command.do) {
    case 'write':
      return written(spec, command);
    case 'head':
      return {
        ...spec,
        sections: spec.sections.map((section) =>
          section.kind === command.section
            ? { ...section, heading: asHeading(command.text) }
            : section,
        ),
      };
    case 'replace':
      return withText(spec, (text) => text.replaceAll(command.from, () => command.to));
    case 'shorten':
      return { ...spec, sections: spec.sections.map(shortened) };
    case 'color':
      return {
        ...spec,
        ...colorsFrom(command.colors[0] ?? spec.color, {
          second: command.colors[1] ?? null,
          random: randomFrom(spec.seed),
        }),
      };
    case 'scheme':
      return { ...spec, scheme: command.scheme };
    case 'look':
      return { ...spec, look: command.look };
    case 'remove':
      return withLiveLinks({
        ...spec,
        sections: spec.sections.filter(
          ({ kind }) => kind === 'hero' || !command.kinds.includes(kind),
        ),
      });
    case 'erase':
      return erased(spec, command.text);
    case 'move':
      return moved(spec, command);
    case 'say':
      return said(spec, command.text);
    case 'add':
      return command.requests.reduce((page, request) => {
        const kin = page.sections.find(({ kind }) => kind === request.kind);
        const section = writeSection(material, request, { lead: '', pictures: [] });
        if (!section || section.kind === 'hero') return page;
        if (!kin) return withSections(page, placed(page.sections, section, command.place));
        return request.content
          ? withSections(
              page,
              page.sections.map((old) => (old === kin ? grown(old, section) : old)),
            )
          : page;
      }, spec);
  }
}

function withSections(spec: PageSpec, sections: Section[]): PageSpec {
  return { ...spec, sections: withIds(sections) };
}

/** Puts a new section where it was wanted, else before the end of the page. */
export function placed(sections: Section[], section: Section, place: Place | null): Section[] {
  const closingAt = sections.findLastIndex(({ kind }) => !CLOSING.has(kind)) + 1;
  const usual = CLOSING.has(section.kind) ? sections.length : closingAt;
  const at = place ? (indexOf(sections, place) ?? usual) : usual;
  return [...sections.slice(0, at), section, ...sections.slice(at)];
}

function indexOf(sections: Section[], place: Place): number | null {
  if (place.at === 'end') return sections.length;
  if (place.at === 'top') return sections.findIndex(({ kind }) => kind === 'hero') + 1;
  const index = sections.findIndex(({ kind }) => kind === place.kind);
  if (index === -1) return null;
  return place.at === 'before' ? Math.max(index, sections[0]?.kind === 'hero' ? 1 : 0) : index + 1;
}

function moved(spec: PageSpec, { kind, place }: { kind: SectionKind; place: Place }): PageSpec {
  const section = spec.sections.find((one) => one.kind === kind);
  if (!section || kind === 'hero') return spec;
  const others = spec.sections.filter((one) => one !== section);
  return withSections(spec, placed(others, section, place));
}

function written(spec: PageSpec, { part, text }: { part: string; text: string }): PageSpec {
  if (part === 'name') return { ...spec, siteName: toLine(text, 60), title: toLine(text, 68) };
  const sections = spec.sections.map((section) => {
    if (part === 'button' && section.kind === 'form')
      return { ...section, button: toLine(text, 40) };
    if (section.kind !== 'hero') return section;
    if (part === 'headline')
      return { ...section, heading: toLine(asHeading(text), 140), accent: '' };
    if (part === 'lead') return { ...section, lead: asSentence(text) };
    return {
      ...section,
      actions: section.actions.map((action, index) =>
        index === 0 ? { ...action, label: toLine(text, 40) } : action,
      ),
    };
  });
  return { ...spec, sections };
}

function shortened(section: Section): Section {
  if (section.kind !== 'hero') return section;
  if (section.accent) return { ...section, accent: '' };
  const words =
    section.heading.split(/[,;:–—]|\s(?:and|that|which|for|with)\s/u)[0] ?? section.heading;
  return { ...section, heading: asHeading(words.split(/\s+/).slice(0, 6).join(' ')) };
}

/** Takes out the entries of lists that a text names, else the text itself, wherever it stands. */
function erased(spec: PageSpec, text: string): PageSpec {
  const wanted = text.trim().toLowerCase();
  const isNamed = (entry: unknown): boolean => {
    if (typeof entry === 'string') return entry.trim().toLowerCase() === wanted;
    if (typeof entry !== 'object' || entry === null) return false;
    const { title, name, label, heading } = entry as Record<string, unknown>;
    return [title, name, label, heading].some(
      (value) => typeof value === 'string' && value.trim().toLowerCase() === wanted,
    );
  };
  let hasFound = false;
  const keep = (entry: unknown) => {
    hasFound ||= isNamed(entry);
    return !isNamed(entry);
  };
  const sections = spec.sections
    .filter((section) => section.kind === 'hero' || keep(section))
    .map((section) =>
      Object.fromEntries(
        Object.entries(section).map(([key, value]) => [
          key,
          Array.isArray(value) ? value.filter(keep) : value,
        ]),
      ),
    ) as Section[];
  if (hasFound) return withLiveLinks(withSections(spec, sections));
  return withText(spec, (value) =>
    value
      .replaceAll(text, '')
      .replaceAll(/\s{2,}/g, ' ')
      .trim(),
  );
}

function said(spec: PageSpec, text: string): PageSpec {
  const story = spec.sections.find(
    (section) => section.kind === 'story' && section.assetId === null,
  );
  if (story?.kind === 'story') {
    const longer = { ...story, text: `${story.text}\n${text}`.trim() };
    return {
      ...spec,
      sections: spec.sections.map((section) => (section === story ? longer : section)),
    };
  }
  const section: Section = {
    kind: 'story',
    id: '',
    label: 'Good to know',
    heading: 'One more thing',
    intro: '',
    assetId: null,
    format: 'plain',
    text,
  };
  return withSections(spec, placed(spec.sections, section, null));
}

/** Buttons that led to a section that is gone lead to another, or go too. */
function withLiveLinks(spec: PageSpec): PageSpec {
  const sections = withIds(spec.sections);
  const ids = new Set(sections.map(({ id }) => `#${id}`));
  const fallback = ['form', 'contact', 'pricing']
    .map((id) => `#${id}`)
    .find((href) => ids.has(href));
  const isLive = (href: string) => !href.startsWith('#') || ids.has(href);
  return {
    ...spec,
    sections: sections.map((section): Section => {
      if (section.kind === 'hero') {
        const actions = section.actions.filter(({ href }) => isLive(href));
        return { ...section, actions };
      }
      if (!('action' in section) || !section.action || isLive(section.action.href)) return section;
      if (section.kind === 'cta')
        return { ...section, action: { ...section.action, href: fallback ?? '#top' } };
      return { ...section, action: null };
    }),
  };
}

/** For wishes that nobody can read out of the words: another drawing, another arrangement. */
export function reshuffled(spec: PageSpec, wish: string): PageSpec {
  return { ...spec, seed: hashOf(`${spec.seed}\n${wish}`) };
}
