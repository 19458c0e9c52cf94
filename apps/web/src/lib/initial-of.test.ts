import { expect, test } from 'vitest';
import { initialOf, initialsOf } from './initial-of.ts';

test.each([
  ['demo', 'D'],
  ['  Émile', 'É'],
  ['👩‍🚀 Space', '👩‍🚀'],
  ['', '?'],
])('of "%s" it is %s', (name, initial) => {
  expect(initialOf(name)).toBe(initial);
});

test.each([
  ['Mira Holt', 'MH'],
  ['ada', 'A'],
  ['  Jean  Luc  picard ', 'JP'],
  ['', '?'],
])('of the person "%s" they are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
