import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWorld, type TestWorld } from './testing.ts';
import { toSqlArray, toSqlColumn } from './sql-array.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const readBack = async (type: string, values: (string | number | boolean | null)[]) => {
  const { rows } = await world.pool.query(`SELECT $1::${type}[] AS values`, [
    toSqlArray(values, (value) => value),
  ]);
  return rows[0].values;
};

test.each([
  ['text', ['', 'NULL', 'null', ' a b ', '{a,b}', '"', '\\', '\\"', "'", 'ü\n\t', null, '🙂']],
  ['integer', [0, -1, 2 ** 31 - 1, null]],
  ['boolean', [true, false, null]],
  ['text', []],
])('PostgreSQL reads what was meant: %s %j', async (type, values) => {
  expect(await readBack(type, values)).toEqual(values);
});

test('a column of nothing but NULL is filled up by the others', async () => {
  const items = ['a', 'b'];
  const columns = [
    toSqlColumn(items, (item) => item),
    toSqlColumn(items, () => null),
    toSqlColumn(items, (item) => (item === 'a' ? null : 1)),
  ];
  expect(columns[1]).toBe('{}');

  const { rows } = await world.pool.query(
    'SELECT * FROM unnest($1::text[], $2::text[], $3::integer[]) AS t (a, b, c)',
    columns,
  );

  expect(rows).toEqual([
    { a: 'a', b: null, c: null },
    { a: 'b', b: null, c: 1 },
  ]);
});
