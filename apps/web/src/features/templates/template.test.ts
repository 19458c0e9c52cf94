import { expect, test } from 'vitest';
import { withExampleValues } from './template.ts';

test('placeholders are shown by their names', () => {
  expect(withExampleValues('<p>{{ first_name }} of {{company.name}}</p>')).toBe(
    '<p>[first name] of [company name]</p>',
  );
});

test('what is no placeholder stays as it is', () => {
  expect(withExampleValues('<p>{{ a b }} {{}} { {c} }</p>')).toBe('<p>{{ a b }} {{}} { {c} }</p>');
});
