// Control characters, halves of surrogate pairs and noncharacters are errors in a document;
// direction overrides and joiners without letters can make text lie about its order.
const NOT_TEXT =
  // oxlint-disable-next-line no-control-regex -- they are what has to go
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef]|\p{Surrogate}|[\u{fffe}\u{ffff}]|[\u{1fffe}\u{1ffff}\u{2fffe}\u{2ffff}\u{3fffe}\u{3ffff}\u{4fffe}\u{4ffff}\u{5fffe}\u{5ffff}\u{6fffe}\u{6ffff}\u{7fffe}\u{7ffff}\u{8fffe}\u{8ffff}\u{9fffe}\u{9ffff}\u{afffe}\u{affff}\u{bfffe}\u{bffff}\u{cfffe}\u{cffff}\u{dfffe}\u{dffff}\u{efffe}\u{effff}\u{ffffe}\u{fffff}\u{10fffe}\u{10ffff}]/gu;

/** The text without what a valid document cannot hold. Line ends become `\n`. */
export function cleanText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(NOT_TEXT, '');
}

/** Characters that take no ink: a heading of them alone would be an empty heading. */
const INKLESS = /^(?:[\s\p{Z}\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164\uffa0]|\p{Mn})*$/u;

/** One line of at most so many characters, cut at a word where there is one; '' when nothing is to be seen. */
export function toLine(text: string, charsMax = 200): string {
  const line = cleanText(text).replaceAll(/\s+/g, ' ').trim();
  if (INKLESS.test(line)) return '';
  const characters = Array.from(line);
  if (characters.length <= charsMax) return line;
  const cut = characters.slice(0, charsMax - 1).join('');
  const atWord = cut.replace(/\s+\S*$/, '');
  return `${(atWord.length > cut.length / 2 ? atWord : cut).trimEnd()}…`;
}
