import { expect, test } from 'vitest';
import { toCsvLine } from './csv.ts';

test.each([
  [['plain', 12, null], 'plain,12,\r\n'],
  [['a,b', 'say "hi"', 'two\nlines', 'a\rb'], '"a,b","say ""hi""","two\nlines","a\rb"\r\n'],
  [[' padded '], ' padded \r\n'],
  [[-5], '-5\r\n'],
])('%j is written as %j', (values, line) => {
  expect(toCsvLine(values)).toBe(line);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'a spreadsheet takes %j for text, not for a formula',
  (text) => {
    const line = toCsvLine([text]);

    expect(line.replace(/^"/, '')).toMatch(/^'/);
  },
);

test('a formula with a comma is defused inside its quotes', () => {
  expect(toCsvLine(['=HYPERLINK("http://x","y")'])).toBe(`"'=HYPERLINK(""http://x"",""y"")"\r\n`);
});
