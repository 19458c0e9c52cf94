import { escapeHtml } from '../html.ts';
import { fromHex } from '../color/oklch.ts';
import type { Section } from '../page-spec.ts';
import { regionsOf } from '../template/regions.ts';
import type { Material } from '../write/material.ts';
import { withIds, writeFiles, writeSection } from '../write/write-sections.ts';
import { writeGallery } from '../write/write-words.ts';
import { elementsOf, type Found } from './find-elements.ts';
import { insertSections } from './insert-sections.ts';
import type { EditCommand } from './read-edit.ts';
import { mentionsIn } from '../read/section-mentions.ts';

type Context = { material: Material; formAction: string };

/**
 * Edits a page that somebody else made: its own bytes, except where the edit is. Null when no
 * command could be carried out and no file came along.
 */
export function editForeign(
  html: string,
  commands: EditCommand[],
  context: Context,
): string | null {
  let page = html;
  const added: Section[] = sectionsOfFiles(context.material);
  for (const command of commands) {
    if (command.do === 'add') {
      for (const request of command.requests) {
        const section = writeSection(context.material, request, { lead: '', pictures: [] });
        if (section && section.kind !== 'hero') added.push(section);
      }
    } else if (command.do === 'say') {
      added.push({
        kind: 'story',
        id: '',
        label: 'Good to know',
        heading: 'One more thing',
        intro: '',
        assetId: null,
        format: 'plain',
        text: command.text,
      });
    } else {
      page = changed(page, command);
    }
  }
  if (added.length > 0)
    page = insertSections(page, withIds(added), { ...context, color: mainColor(page) });
  return page === html ? null : page;
}

function changed(html: string, command: EditCommand): string {
  if (command.do === 'write') return written(html, command.part, command.text);
  if (command.do === 'replace') return replaced(html, command.from, command.to);
  if (command.do === 'erase') return replaced(html, command.text, '');
  if (command.do === 'color') return recolored(html, command.colors[0] ?? '');
  if (command.do !== 'remove') return html;
  return command.kinds.reduce((page, kind) => {
    const found = findSection(page, kind);
    return found ? page.slice(0, found.start) + page.slice(found.end) : page;
  }, html);
}

function written(html: string, part: string, text: string): string {
  const elements = elementsOf(html);
  const headline = elements.find(({ name }) => name === 'h1');
  const target = {
    headline,
    lead: elements.find(({ name, start }) => name === 'p' && start > (headline?.start ?? 0)),
    button: elements.find(
      ({ name, classes }) =>
        name === 'button' || (name === 'a' && /\b(?:btn|button|cta)/i.test(classes)),
    ),
    name: elements.find(({ name }) => name === 'title'),
  }[part];
  if (!target) return html;
  return html.slice(0, target.innerStart) + escapeHtml(text) + html.slice(target.innerEnd);
}

/** In text alone: never in tags, scripts or styles. */
function replaced(html: string, from: string, to: string): string {
  const spans = regionsOf(html).filter(({ kind }) => kind === 'text');
  const parts = spans.toSorted((a, b) => b.start - a.start);
  let page = html;
  for (const { start, end } of parts) {
    const text = page.slice(start, end);
    // Text that the parser moved together may have tags in between; those are left alone.
    if (text.includes('<')) continue;
    const after = text
      .replaceAll(escapeHtml(from), () => escapeHtml(to))
      .replaceAll(from, () => escapeHtml(to));
    page = page.slice(0, start) + after + page.slice(end);
  }
  return page;
}

const HEX = /#(?:[0-9a-f]{6}|[0-9a-f]{3})\b/gi;
const COLORFUL = 0.05;

/** The colour with some colour in it that a page uses most; null when it has none. */
function mainColor(html: string): string | null {
  const counts = new Map<string, number>();
  for (const [hex] of stylesIn(html).matchAll(HEX))
    counts.set(hex.toLowerCase(), (counts.get(hex.toLowerCase()) ?? 0) + 1);
  const colorful = [...counts].filter(([hex]) => fromHex(full(hex)).c > COLORFUL);
  return colorful.toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

function recolored(html: string, hex: string): string {
  const main = mainColor(html);
  return main && hex ? html.replaceAll(new RegExp(`${main}(?![0-9a-f])`, 'gi'), hex) : html;
}

function stylesIn(html: string): string {
  return regionsOf(html)
    .filter(
      (region) =>
        region.kind === 'style' ||
        (region.kind === 'attribute' && /^(?:style|fill|stroke|bgcolor|color)$/.test(region.name)),
    )
    .map(({ start, end }) => html.slice(start, end))
    .join('\n');
}

function full(hex: string): string {
  return hex.length === 4 ? `#${hex.slice(1).replaceAll(/./g, '$&$&')}` : hex;
}

const HEADING_SEARCH_MAX = 20;
const BOXES = /^(?:section|article|aside|div|form|footer|header|nav|ul)$/;

/** The outermost element that is a section of a kind, by its id and classes or its first heading. */
function findSection(html: string, kind: string): Found | null {
  const elements = elementsOf(html);
  const isOfKind = (text: string) =>
    mentionsIn(`${text}:`).some((mention) => mention.kind === kind);
  const index = elements.findIndex((element, at) => {
    if (!BOXES.test(element.name)) return false;
    const names = `${element.id} ${element.classes}`.split(/\s+/).filter(Boolean);
    if (names.some((name) => isOfKind(name.replaceAll(/[-_]+/g, ' ')))) return true;
    if (element.name !== 'section' && element.name !== 'article') return false;
    const heading = firstHeading(elements, at);
    return heading !== null && isOfKind(wordsOf(html.slice(heading.innerStart, heading.innerEnd)));
  });
  return elements[index] ?? null;
}

/** Elements come from the outside in, so that what is inside one follows it. */
function firstHeading(elements: Found[], at: number): Found | null {
  const end = elements[at]?.end ?? 0;
  for (const element of elements.slice(at + 1, at + 1 + HEADING_SEARCH_MAX)) {
    if (element.start >= end) return null;
    if (/^h[1-4]$/.test(element.name)) return element;
  }
  return null;
}

function wordsOf(markup: string): string {
  return markup
    .replaceAll(/<[^>]*>/g, ' ')
    .trim()
    .slice(0, 200);
}

function sectionsOfFiles(material: Material): Section[] {
  const { pictures, tables, texts, files } = material.files;
  return [
    ...(pictures.length > 0 ? [writeGallery(material, pictures)] : []),
    ...tables,
    ...texts,
    ...(files.length > 0 ? [writeFiles(files)] : []),
  ];
}
