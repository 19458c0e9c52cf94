import { describe, expect, test } from 'vitest';
import { markdown } from './markdown.ts';

const plain = (text: string) => markdown(text).markup.replaceAll(/\n/g, '');

test.each([
  ['# One\n\n### Two', '<h3>One</h3><h4>Two</h4>'],
  [
    'a **b** *c* ~~d~~ `e<f`',
    '<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e&lt;f</code></p>',
  ],
  ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
  ['1. one\n\n2. two', '<ol><li><p>one</p></li><li><p>two</p></li></ol>'],
  ['> quoted', '<blockquote><p>quoted</p></blockquote>'],
  ['```js\na < b\n```', '<pre tabindex="0"><code>a &lt; b</code></pre>'],
  ['[a](https://a.example "t")', '<p><a href="https://a.example" rel="noopener">a</a></p>'],
  [
    '![Our shop](https://a.example/x.png)',
    '<p><a href="https://a.example/x.png" rel="noopener">Our shop</a></p>',
  ],
  ['AT&amp;T &copy; &#8364; &unknown;', '<p>AT&amp;T © € &amp;unknown;</p>'],
])('%s', (text, markup) => {
  expect(plain(text)).toBe(markup);
});

test.each([
  '<script>alert(1)</script>',
  'a <img src=x onerror=alert(1)> b',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt&colon;alert(1))',
  '<javascript:alert(1)>',
  '![a](data:text/html,x)',
  '[a](/relative "onclick=alert(1)")',
  '[a]: javascript:alert(1)\n\n[a]',
])('nothing runs: %s', (text) => {
  expect(markdown(text).markup).not.toMatch(/<(?:script|img)|href="(?!https?:)/i);
});

describe('text that is written to take long', () => {
  test.each([
    '> ',
    '* a',
    '[',
    '`',
    '*_',
    '![a](',
    '1. ',
    '- > ',
    '*a **a ',
    '_a_b',
    '<a ',
    '| a |\n|--|\n',
    '#',
    '  - ',
  ])('%j, over and over', (unit) => {
    const startedAt = performance.now();

    markdown(unit.repeat(10_000 / unit.length));

    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
