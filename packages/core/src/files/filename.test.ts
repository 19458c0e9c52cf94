import { expect, test } from 'vitest';
import { FILENAME_CHARS_MAX, toFilename } from './filename.ts';

test.each([
  ['logo.png', 'logo.png'],
  ['Ihr Grußwort „neu".pdf', 'Ihr Grußwort „neu".pdf'],
  ['C:\\Users\\ada\\logo.png', 'logo.png'],
  ['../../etc/passwd', 'passwd'],
  ['a\0b\r\n.txt', 'ab.txt'],
  ['gnp.\u202eexe.png', 'gnp.exe.png'],
  ['half \ud800.txt', 'half .txt'],
  ['..', 'file'],
  ['', 'file'],
  ['dir/', 'file'],
])('%j is kept as %j', (name, kept) => {
  expect(toFilename(name)).toBe(kept);
});

test('what is too long is cut before its extension, and between characters', () => {
  const long = toFilename(`${'a'.repeat(300)}.tar.gz`);
  expect(long).toHaveLength(FILENAME_CHARS_MAX);
  expect(long.endsWith('a.gz')).toBe(true);

  const faces = toFilename(`${'😀'.repeat(200)}.png`);
  expect(faces.length).toBeLessThanOrEqual(FILENAME_CHARS_MAX);
  expect(faces.isWellFormed()).toBe(true);
  expect(faces.endsWith('😀.png')).toBe(true);

  expect(toFilename(`a.${'b'.repeat(300)}`)).toHaveLength(FILENAME_CHARS_MAX);
});
