import { expect, test } from 'vitest';
import { initialOf } from './initial-of.ts';

test.each([
  ['demo', 'D'],
  ['  Émile', 'É'],
  ['👩‍🚀 Space', '👩‍🚀'],
  ['', '?'],
])('of "%s" it is %s', (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});
