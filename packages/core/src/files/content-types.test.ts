import { expect, test } from 'vitest';
import { ASSET_TYPES, isAssetType, isContentOf } from './content-types.ts';

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const compoundFile = (stream: string) =>
  Buffer.concat([
    hex('d0cf11e0a1b11ae1'),
    Buffer.alloc(504),
    Buffer.from('Root Entry\0', 'utf16le'),
    Buffer.from(`${stream}\0`, 'utf16le'),
  ]);
/** A box of the ISO base media format that says which brand follows. */
const ftyp = (brand: string) =>
  Buffer.concat([
    hex('00000018'),
    Buffer.from(`ftyp${brand}\0\0\0\0${brand}mp42`),
    Buffer.alloc(64),
  ]);

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** An archive of one stored file, which says what kind of document the archive is. */
function officeFile(contentType: string): Buffer {
  const name = '[Content_Types].xml';
  const content = Buffer.from(
    `<?xml version="1.0"?><Types><Override PartName="/a.xml" ContentType="${contentType}.main+xml"/></Types>`,
  );
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(20, 4);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt32LE(content.length, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), content]);
}

const PNG = hex(
  '89504e470d0a1a0a 0000000d49484452 0000000100000001 08060000001f15c489 0000000a49444154789c63000100000500010d0a2db4 0000000049454e44ae426082',
);
const PDF = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n', 'latin1');

const SAMPLES: [type: string, what: string, bytes: Buffer][] = [
  ['image/png', 'a picture', PNG],
  ['image/jpeg', 'a picture', hex('ffd8ffe000104a46494600010100000100010000ffd9')],
  ['image/gif', 'a picture', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
  ['image/webp', 'a picture', Buffer.from('RIFF\x24\0\0\0WEBPVP8 \0\0\0\0', 'latin1')],
  ['image/x-icon', 'an icon', hex('0000010001001010000001002000680400001600000000')],
  ['image/tiff', 'a picture', hex('49492a0008000000 0000 00000000')],
  ['image/avif', 'a picture', ftyp('avif')],
  ['image/svg+xml', 'a drawing', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  [
    'image/svg+xml',
    'a drawing of an editor',
    Buffer.from(
      '\ufeff<?xml version="1.0"?>\n<!-- by an editor -->\n<!DOCTYPE svg PUBLIC "a" "b" [ <!ENTITY x "y"> ]>\n<svg:svg xmlns:svg="http://www.w3.org/2000/svg">',
    ),
  ],
  ['application/pdf', 'a document', PDF],
  ...['wordprocessingml.document', 'spreadsheetml.sheet', 'presentationml.presentation'].map(
    (kind): [string, string, Buffer] => [
      `${OFFICE}.${kind}`,
      'a document',
      officeFile(`${OFFICE}.${kind}`),
    ],
  ),
  ['application/msword', 'an old document', compoundFile('WordDocument')],
  ['application/vnd.ms-excel', 'an old sheet', compoundFile('Workbook')],
  ['application/vnd.ms-powerpoint', 'an old show', compoundFile('PowerPoint Document')],
  ['text/plain', 'nothing at all', Buffer.alloc(0)],
  ['text/markdown', 'text', Buffer.from('# Grüße\n\n- a\n- b\n')],
  ['text/csv', 'a table that begins like a bitmap', Buffer.from('BMI,Name\n21,Ada\n')],
  ['text/csv', 'a table in Latin-1', Buffer.from('Straße;Café\n', 'latin1')],
  ['text/csv', 'a table in UTF-16', Buffer.from('\ufeffName,Größe\n', 'utf16le')],
  ['video/mp4', 'a film', ftyp('isom')],
  ['video/quicktime', 'a film', ftyp('qt  ')],
  [
    'video/webm',
    'a film',
    hex(
      '1a45dfa3 9f 4286 81 01 42f7 81 01 42f2 81 04 42f3 81 08 4282 84 7765626d 4287 81 04 4285 81 02',
    ),
  ],
  ['audio/wav', 'a sound', Buffer.from('RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', 'latin1')],
  [
    'audio/mpeg',
    'a song',
    Buffer.concat([hex('fffb9064'), Buffer.alloc(413), hex('fffb9064'), Buffer.alloc(413)]),
  ],
];

test.each(SAMPLES)('%s: %s is what it says', async (type, _what, bytes) => {
  expect(await isContentOf(type, bytes)).toBe(true);
});

test.each(SAMPLES)('%s: %s is none of the types of another kind', async (type, _what, bytes) => {
  const texts = new Set(['text/plain', 'text/markdown', 'text/csv']);
  for (const other of ASSET_TYPES) {
    const isRelated =
      other === type ||
      (texts.has(other) && (texts.has(type) || type === 'image/svg+xml' || bytes.length === 0));
    if (isRelated) continue;
    // A PDF may be text throughout; nothing comes of calling it so.
    if (type === 'application/pdf' && texts.has(other)) continue;
    expect([other, await isContentOf(other, bytes)]).toEqual([other, false]);
  }
});

test.each([
  ['image/svg+xml', 'a page with a drawing in it', Buffer.from('<!doctype html><html><svg>')],
  ['image/svg+xml', 'a comment without end', Buffer.from('<!-- <svg>')],
  ['image/svg+xml', 'another element', Buffer.from('<svgs>')],
  ['image/png', 'nothing at all', Buffer.alloc(0)],
  ['image/png', 'a file that breaks off', PNG.subarray(0, 6)],
  ['application/msword', 'a Compound File of another program', compoundFile('Something')],
  ['application/msword', 'text that names the stream', Buffer.from('WordDocument\0', 'utf16le')],
  ['application/vnd.ms-excel', 'a page that a program calls a sheet', Buffer.from('<html><table>')],
  [
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'an archive',
    hex('504b0304140000000800'),
  ],
  ['text/csv', 'bytes', Buffer.from([1, 2, 3, 0, 0xff])],
])('%s: %s is not', async (type, _what, bytes) => {
  expect(await isContentOf(type, bytes)).toBe(false);
});

test('names of objects are no types', () => {
  expect(isAssetType('toString')).toBe(false);
  expect(isAssetType('text/html')).toBe(false);
  expect(isAssetType('image/svg+xml')).toBe(true);
});
