import type { GenerationAsset } from '../../tent-generator.ts';
import { cleanText, toLine } from '../clean-text.ts';
import { safeHref } from '../links.ts';
import type { FileLink, Picture, SectionOf } from '../page-spec.ts';
import { decodeText } from './decode-text.ts';
import { spokenName } from './asset-name.ts';
import { readTable } from './read-table.ts';

/** What the files of a tent bring to its page. */
export type AssetReading = {
  logo: Picture | null;
  pictures: Picture[];
  tables: SectionOf<'table'>[];
  texts: SectionOf<'story'>[];
  files: FileLink[];
};

const TEXT_CHARS_MAX = 10_000;
/** Pictures that browsers do not show are offered as files. */
const NOT_SHOWN = new Set(['image/tiff']);

/** Reads tables and texts; pictures and everything else are only pointed to. */
export async function readAssets(
  assets: readonly GenerationAsset[],
  signal: AbortSignal,
): Promise<AssetReading> {
  const reading: AssetReading = { logo: null, pictures: [], tables: [], texts: [], files: [] };
  for (const asset of assets) {
    signal.throwIfAborted();
    if (safeHref(asset.url) !== null) await readInto(reading, asset);
  }
  return reading;
}

async function readInto(reading: AssetReading, asset: GenerationAsset): Promise<void> {
  const type = asset.contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  if (type.startsWith('image/') && !NOT_SHOWN.has(type)) {
    const picture = pictureOf(asset);
    if (/\blogo/i.test(asset.filename.replaceAll('_', ' ')) && !reading.logo)
      reading.logo = picture;
    else reading.pictures.push(picture);
    return;
  }
  if (type === 'text/csv') {
    const table = await tableOf(asset);
    if (table) reading.tables.push(table);
    else reading.files.push(fileOf(asset));
    return;
  }
  if (type === 'text/markdown' || type === 'text/plain') {
    const text = await textOf(asset, type === 'text/markdown' ? 'markdown' : 'plain');
    if (text) reading.texts.push(text);
    return;
  }
  reading.files.push(fileOf(asset));
}

export function pictureOf({ id, url, filename }: GenerationAsset): Picture {
  return { assetId: toLine(id), url, alt: spokenName(filename) };
}

function fileOf({ id, url, filename, contentType }: GenerationAsset): FileLink {
  return {
    assetId: toLine(id),
    filename: toLine(filename, 120) || 'File',
    contentType: toLine(contentType, 120),
    url,
  };
}

async function tableOf(asset: GenerationAsset): Promise<SectionOf<'table'> | null> {
  const table = readTable(await asset.read());
  if (!table) return null;
  const name = spokenName(asset.filename) || 'Table';
  return {
    kind: 'table',
    id: '',
    label: '',
    heading: name,
    intro: '',
    assetId: toLine(asset.id),
    caption: toLine(asset.filename, 120) || name,
    ...table,
    url: asset.url,
  };
}

async function textOf(
  asset: GenerationAsset,
  format: 'markdown' | 'plain',
): Promise<SectionOf<'story'> | null> {
  const text = cutAtParagraph(cleanText(decodeText(await asset.read())).trim());
  if (!text) return null;
  const title =
    format === 'markdown' ? /^#{1,2}[ \t]+(?<title>.+?)[ \t#]*(?:\n|$)/u.exec(text) : null;
  return {
    kind: 'story',
    id: '',
    label: '',
    heading:
      toLine((title?.groups?.['title'] ?? '').replaceAll(/[*_`]/g, ''), 120) ||
      spokenName(asset.filename) ||
      'Notes',
    intro: '',
    assetId: toLine(asset.id),
    format,
    text: title ? text.slice(title[0].length).trim() : text,
  };
}

function cutAtParagraph(text: string): string {
  if (text.length <= TEXT_CHARS_MAX) return text;
  const cut = text.slice(0, TEXT_CHARS_MAX);
  const paragraphEnd = cut.lastIndexOf('\n\n');
  return `${cut.slice(0, paragraphEnd > TEXT_CHARS_MAX / 2 ? paragraphEnd : undefined).trimEnd()}\n\n…`;
}
