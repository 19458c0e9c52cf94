import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestWorld, type TestWorld } from './testing.ts';
import { toSqlArray } from './sql-array.ts';

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
