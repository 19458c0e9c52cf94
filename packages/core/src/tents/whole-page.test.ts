import { describe, expect, test } from 'vitest';
import { toWholePage } from './whole-page.ts';

const PAGE =
  '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A</title></head><body><p>Hi</p></body></html>';
const whole = (text: string) => toWholePage(text, { title: 'My <tent>' });

describe('the one document in what was written', () => {
  test.each([
    ['as it is', PAGE],
    ['in fences', `\`\`\`html\n${PAGE}\n\`\`\``],
    [
      'with prose around it',
      `Here is your page:\n\n${PAGE}\n\nI hope you like it! Shall I change </html> anything?`,
    ],
    ['behind thoughts', `<think>First an <html> idea.</think>\n${PAGE}`],
    ['two of them', `${PAGE}\n${PAGE.replace('Hi', 'Again')}`],
  ])('%s', (_, text) => {
    expect(whole(text)).toBe(`${PAGE}\n`);
  });

  test('the end of the page is not the one that stands in a script or a comment', () => {
    const page = PAGE.replace('<p>', '<script>const end = "</html>";</script><!-- </html> --><p>');

    expect(whole(page)).toBe(`${page}\n`);
  });

  test.each([
    ['nothing', ''],
    ['prose', 'I am sorry, but I cannot do that.'],
    ['a page that stops', PAGE.slice(0, PAGE.indexOf('</p>'))],
    [
      'a page that stops in a script',
      `${PAGE.slice(0, PAGE.indexOf('</p>'))}<script>const a = 1; </body></html>`,
    ],
    ['markup that is no document', '<div>Hello</div>'],
  ])('none in %s', (_, text) => {
    expect(whole(text)).toBeNull();
  });
});

test('what a page needs and does not have is put where it belongs', () => {
  expect(whole('<html><body>Hi</body></html>')).toBe(
    '<!doctype html>\n<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>My &lt;tent&gt;</title></head><body>Hi</body></html>\n',
  );
  expect(whole('<!DOCTYPE html><html><head><title>A</title></head><body></body></html>')).toBe(
    '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>A</title></head><body></body></html>\n',
  );
});
