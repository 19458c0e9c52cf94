import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { fillTemplate } from './fill-template.ts';
import { placeholdersOf } from './placeholders.ts';
import { valuesFrom } from './values.ts';
import { inputFor, brandOf, assetOf } from '../test-support.ts';

function fill(html: string, inputData: Record<string, unknown> = {}, rest = {}): string {
  return fillTemplate(html, valuesFrom(inputFor('', { inputData, ...rest })));
}

test('the placeholders of a template, each once, in order', () => {
  const html =
    '<h1>{{ first_name }} {{company.name}}</h1><p title="{{x-1}}">{{first_name}} {{not a name}} {{}}</p>';

  expect(placeholdersOf(html)).toEqual(['first_name', 'company.name', 'x-1']);
});

test('all bytes but the placeholders stay as they are', () => {
  const html =
    "<!DOCTYPE HTML>\r\n<P CLASS=a>&nbsp;<b>One<p>{{x}}\r\n<img src=a.png  alt=''>\n<!-- ok -->";

  expect(fill(html, { x: 'two' })).toBe(html.replace('{{x}}', 'two'));
});

describe('where values come from', () => {
  test.each([
    ['{{first_name}}', { first_name: 'Ada' }, 'Ada'],
    ['{{ company.city }}', { company: { city: 'Oslo' } }, 'Oslo'],
    ['{{company.city}}', { 'company.city': 'Rome', company: { city: 'Oslo' } }, 'Rome'],
    ['{{list.1}}', { list: ['a', 'b'] }, 'b'],
    ['{{list}}', { list: ['a', 'b'] }, 'a, b'],
    ['{{n}} {{yes}}', { n: 0, yes: true }, '0 true'],
    ['[{{unknown}}]', {}, '[]'],
    ['[{{nothing}}]', { nothing: null }, '[]'],
    ['[{{__proto__}}{{constructor.name}}{{toString}}]', {}, '[]'],
  ])('%s of %j is %s', (html, data, text) => {
    expect(fill(html, data)).toBe(text);
  });

  test('the brand, the name and the instructions have names of their own', () => {
    const brand = brandOf({
      companyName: 'Verdo',
      domain: 'verdo.example',
      primaryColor: '#0b6e4f',
      logo: assetOf('logo.png', 'image/png'),
    });
    const html =
      '<a style="color:{{brand.primary_color}}" href="https://{{brand.domain}}"><img src="{{brand.logo_url}}" alt="{{brand.company_name}}"></a>{{name}}: {{instructions}}';

    expect(fill(html, {}, { brand, name: 'Tent 1', instructions: 'One\n<two>' })).toBe(
      '<a style="color:#0b6e4f" href="https://verdo.example"><img src="/assets/logo.png" alt="Verdo"></a>Tent 1: One<br>\n&lt;two&gt;',
    );
  });
});

const EVIL = `"><img src=x onerror=alert(1)>'</script><script>alert(1)</script>\``;

describe('a value is text wherever it lands', () => {
  test('between tags', () => {
    expect(fill('<p>{{x}}</p>', { x: EVIL })).not.toMatch(/<(?:img|script)/);
  });

  test.each([
    '<p title="{{x}}">',
    "<p title='{{x}}'>",
    '<p title={{x}}>',
    '<p title = {{x}} >',
    '<p title=a{{x}}b>',
  ])('in %s', (html) => {
    const filled = fill(html, { x: `a b" c' d=e ${EVIL}` });

    expect(filled).toMatch(/^<p title ?= ?"[^"<>]*"\s?>$|^<p title="[^"<>]*"\s?>$/);
  });

  test('in title and textarea', () => {
    expect(
      fill('<title>{{x}}</title><textarea>{{x}}</textarea>', { x: '</title></textarea><b>' }),
    ).toBe(
      '<title>&lt;/title&gt;&lt;/textarea&gt;&lt;b&gt;</title><textarea>&lt;/title&gt;&lt;/textarea&gt;&lt;b&gt;</textarea>',
    );
  });

  test.each([
    '<a href="{{x}}">',
    '<a href={{x}}>',
    '<a href=" {{x}}">',
    '<form action="{{x}}">',
    '<button formaction="{{x}}">',
    '<iframe src="{{x}}">',
    '<svg><a xlink:href="{{x}}">',
    '<svg><set attributeName="href" to="{{x}}">',
    '<a href="{{scheme}}:alert(1)">',
    '<a href="java{{rest}}">',
  ])('no dangerous address in %s', (html) => {
    for (const x of [
      'javascript:alert(1)',
      ' JAVASCRIPT:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,<script>',
    ]) {
      const filled = fill(html, { x, scheme: 'javascript', rest: 'script:alert(1)' });

      expect(filled).not.toMatch(/script:|data:/i);
    }
  });

  test('an address may be given, and parts of it are kept to their part', () => {
    expect(fill('<a href="{{x}}">', { x: 'https://a.example/?b=c&d=e' })).toBe(
      '<a href="https://a.example/?b=c&amp;d=e">',
    );
    expect(fill('<a href="https://a.example/{{x}}?q={{q}}">', { x: 'b/c?d', q: 'e&f=g#h' })).toBe(
      '<a href="https://a.example/b/c%3Fd?q=e%26f%3Dg%23h">',
    );
    expect(fill('<a href="mailto:{{mail}}">', { mail: 'ada@a.example' })).toBe(
      '<a href="mailto:ada@a.example">',
    );
  });

  test.each([
    '<script src="{{x}}">',
    '<script src="//{{x}}/a.js">',
    '<link rel="stylesheet" href="{{x}}">',
    '<base href="{{x}}">',
    '<object data="{{x}}">',
    '<embed src="{{x}}">',
  ])('data never chooses what runs: %s', (html) => {
    expect(fill(html, { x: 'https://evil.example/a.js' })).not.toContain('evil');
  });

  test('in a script, quoted: the same text; unquoted: no command', () => {
    const script = fill('<script>const a = "{{x}}"; const n = {{n}};</script>', {
      x: `a"; alert(1); '</script>é😀`,
      n: 42,
    });
    const [, code = ''] = /<script>(.*)<\/script>/s.exec(script) ?? [];

    expect(code).toContain('const n = 42;');
    expect(runInNewContext(`${code} a`)).toBe(`a"; alert(1); '</script>é😀`);
    expect(fill('<script>{{x}}</script>', { x: 'alert(1)' })).not.toContain('alert');
    expect(fill('<script>{{x}}</script>', { x: 'location' })).not.toContain('location');
  });

  test('in data for scripts, it is JSON', () => {
    const filled = fill('<script type="application/ld+json">{"name": "{{x}}"}</script>', {
      x: EVIL,
    });
    const [, json = ''] = /<script[^>]*>(.*)<\/script>/s.exec(filled) ?? [];

    expect(JSON.parse(json)).toEqual({ name: EVIL });
  });

  test.each([
    ['<p onclick="go(\'{{x}}\')">', `');alert(1);('`],
    ['<style>p { color: {{x}} }</style>', 'red}body{background:url(//evil.example)'],
    ['<p style="color: {{x}}">', 'red;background:url(//evil.example)'],
    ['<iframe srcdoc="<p>{{x}}</p>">', '<script>alert(1)</script>'],
    ['<meta http-equiv="refresh" content="0;url={{x}}">', 'https://evil.example'],
    ['<!-- {{x}} -->', '--><script>alert(1)</script>'],
    ['<{{x}}>', 'script'],
    ['<p {{x}}>', 'onclick=alert(1)'],
    ['<p {{x}}="a">', 'onclick'],
    ['<script type="text/template">{{x}}</script>', '<img src=x onerror=alert(1)>'],
    ['<table>{{a}}<tr onclick="{{x}}">{{b}}</table>', 'alert(1)'],
  ])('nothing runs in %s', (html, x) => {
    const filled = fill(html, { x, a: 'a', b: 'b' });

    expect(filled).not.toMatch(/alert|evil|onclick=alert|<script>/i);
  });

  test('colours and lengths do reach a style', () => {
    expect(
      fill('<style>p{color:{{c}};width:{{w}}}</style><p style="color:{{c}}">', {
        c: '#ff6600',
        w: '12.5%',
      }),
    ).toBe('<style>p{color:#ff6600;width:12.5%}</style><p style="color:#ff6600">');
  });
});
