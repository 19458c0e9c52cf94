import { fileTypeFromBuffer } from 'file-type';

const TEXT = { detected: [], isText: true } as const;
const OFFICE = 'application/vnd.openxmlformats-officedocument';

/**
 * The types that may be uploaded, and how their content is known: by what the library calls
 * it, by being text, or by a stream inside a Compound File, the shell of the old Office formats.
 */
const KNOWN_BY = {
  'image/png': { detected: ['image/png', 'image/apng'] },
  'image/jpeg': { detected: ['image/jpeg'] },
  'image/gif': { detected: ['image/gif'] },
  'image/svg+xml': { detected: [], isSvg: true },
  'image/webp': { detected: ['image/webp'] },
  'image/x-icon': { detected: ['image/x-icon'] },
  'image/tiff': { detected: ['image/tiff'] },
  'image/avif': { detected: ['image/avif'] },
  'application/pdf': { detected: ['application/pdf'] },
  'application/msword': { detected: [], streams: ['WordDocument'] },
  [`${OFFICE}.wordprocessingml.document`]: {
    detected: [`${OFFICE}.wordprocessingml.document`],
  },
  'text/markdown': TEXT,
  'text/plain': TEXT,
  [`${OFFICE}.spreadsheetml.sheet`]: { detected: [`${OFFICE}.spreadsheetml.sheet`] },
  'application/vnd.ms-excel': { detected: [], streams: ['Workbook', 'Book'] },
  'text/csv': TEXT,
  'application/vnd.ms-powerpoint': { detected: [], streams: ['PowerPoint Document'] },
  [`${OFFICE}.presentationml.presentation`]: {
    detected: [`${OFFICE}.presentationml.presentation`],
  },
  'video/mp4': { detected: ['video/mp4', 'video/x-m4v'] },
  'video/webm': { detected: ['video/webm'] },
  'video/quicktime': { detected: ['video/quicktime'] },
  'audio/mpeg': { detected: ['audio/mpeg'] },
  'audio/wav': { detected: ['audio/wav'] },
} as const satisfies Record<string, Rule>;

type Rule = {
  detected: readonly string[];
  isText?: true;
  isSvg?: true;
  /** Any of these marks the document inside a Compound File. */
  streams?: readonly string[];
};

export const ASSET_TYPES: readonly string[] = Object.keys(KNOWN_BY);

export function isAssetType(type: string): boolean {
  return Object.hasOwn(KNOWN_BY, type);
}

/** Whether the bytes can be what the uploader says they are; `type` is an asset type. */
export async function isContentOf(type: string, bytes: Buffer): Promise<boolean> {
  const rule = (KNOWN_BY as Record<string, Rule>)[type];
  if (!rule) throw new Error(`${type} is no type of an asset.`);
  if (rule.isText) return isText(bytes);
  if (rule.isSvg) return isText(bytes) && isSvg(bytes);
  // A file that breaks off where the library would look further is none of its kind.
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined);
  if (rule.streams) {
    return found?.mime === 'application/x-cfb' && hasStream(bytes, rule.streams);
  }
  return found !== undefined && rule.detected.includes(found.mime);
}

const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];
const TAB = 9;
const CARRIAGE_RETURN = 13;
const ESCAPE = 27;
const SPACE = 32;

/**
 * Text in UTF-8 or one of the eight-bit encodings that spreadsheets still export, or in UTF-16
 * with its mark. The library is of no use: a table that begins with `BM` is no bitmap.
 */
function isText(bytes: Buffer): boolean {
  if (UTF16_MARKS.some((mark) => bytes.subarray(0, mark.length).equals(mark))) {
    const encoding = bytes[0] === 0xff ? 'utf-16le' : 'utf-16be';
    const text = new TextDecoder(encoding).decode(bytes);
    for (let index = 0; index < text.length; index += 1) {
      if (isBinary(text.charCodeAt(index))) return false;
    }
    return true;
  }
  return !bytes.some(isBinary);
}

/** Control characters that no text has, whatever its encoding: all but tab to CR, and escape. */
function isBinary(code: number): boolean {
  return code < SPACE && (code < TAB || code > CARRIAGE_RETURN) && code !== ESCAPE;
}

/** What may stand before the first element: white space, declarations, comments, a DOCTYPE. */
const PROLOG_PARTS = [
  { start: '<?', end: '?>' },
  { start: '<!--', end: '-->' },
];

function isSvg(bytes: Buffer): boolean {
  let rest = new TextDecoder().decode(bytes).trimStart();
  for (;;) {
    const part = PROLOG_PARTS.find(({ start }) => rest.startsWith(start));
    const end = part ? rest.indexOf(part.end) : endOfDoctype(rest);
    if (end < 0) break;
    rest = rest.slice(end + (part?.end.length ?? 1)).trimStart();
  }
  return /^<([a-z][\w.-]*:)?svg[\s/>]/i.test(rest);
}

/** The position of its `>`, behind the declarations in brackets that some editors write. */
function endOfDoctype(text: string): number {
  if (!/^<!doctype\s/i.test(text)) return -1;
  const bracket = text.indexOf('[');
  const close = text.indexOf('>');
  return bracket >= 0 && bracket < close ? text.indexOf('>', text.indexOf(']', bracket)) : close;
}

/** Names in the directory of a Compound File are UTF-16. */
function hasStream(bytes: Buffer, names: readonly string[]): boolean {
  return names.some((name) => bytes.includes(Buffer.from(`${name}\0`, 'utf16le')));
}
