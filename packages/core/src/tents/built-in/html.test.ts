import { expect, test } from 'vitest';
import { escapeHtml, html } from './html.ts';
import { cleanText, toLine } from './clean-text.ts';

test('what is not markup already is text', () => {
  const evil = '<script>alert("1")</script>';

  expect(html`<p title="${evil}">${evil}</p>`.markup).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</p>',
  );
});

test('markup within markup stays markup, lists are joined, nothing is nothing', () => {
  const items = [1, 2].map((n) => html`<li>${n}</li>`);

  expect(html`<b>${items}${null}${false}${undefined}</b>`.markup).toBe(
    '<b><li>1</li><li>2</li></b>',
  );
});

test('no character is left that a document cannot hold', () => {
  expect(escapeHtml('a\0b\u0007c\u{fffe}d\ud800e\u009ff')).toBe('abcdef');
  expect(cleanText('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
});

test.each([
  ['  two   words \n', 'two words'],
  ['\u200b\u00a0\u2060', ''],
  ['a'.repeat(30), `${'a'.repeat(19)}…`],
  ['some words that go on and on', 'some words that go…'],
])('%j as a line: %j', (text, line) => {
  expect(toLine(text, 20)).toBe(line);
});
