import { expect, test } from 'vitest';
import { mergeRows } from './merge-rows.ts';

const row = (id: string, credits = 0) => ({ id, credits });

test('each row once, newest first, also one that was committed late', () => {
  const pages = [row('e'), row('c'), row('a')];

  expect(
    mergeRows([row('f'), row('d'), row('e')], pages)
      .map(({ id }) => id)
      .join(''),
  ).toBe('fedca');
});

test('what was told later stands', () => {
  expect(mergeRows([row('a', 2)], [row('a', 1)])).toEqual([row('a', 2)]);
});
