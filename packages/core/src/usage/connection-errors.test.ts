import { type Db, openDatabase } from '@tented/db';
import { expect, test } from 'vitest';
import { isConnectionError, isUnavailableError } from './connection-errors.ts';

const withCode = (code: string) => Object.assign(new Error('…'), { code });

test.each([
  ['the connection failed', '08006'],
  ['PostgreSQL shuts down', '57P01'],
  ['PostgreSQL starts', '57P03'],
  ['there are too many connections', '53300'],
  ['a transaction stood still for too long', '25P03'],
  ['a transaction took too long', '25P04'],
])('%s (%s): the same may be tried again, and in the end it is a 503', (_, code) => {
  expect(isConnectionError(withCode(code))).toBe(true);
  expect(isUnavailableError(withCode(code))).toBe(true);
});

test.each([
  ['a statement took too long', '57014', true],
  ['a lock took too long', '55P03', true],
  ['two transactions waited for each other', '40P01', true],
  ['a CHECK was broken', '23514', false],
  ['a statement makes no sense', '42601', false],
])('%s (%s): no fault of the connection; unavailable: %s', (_, code, isUnavailable) => {
  expect(isConnectionError(withCode(code))).toBe(false);
  expect(isUnavailableError(withCode(code))).toBe(isUnavailable);
});

test.each([
  ['a query', (db: Db) => db.workspace.findFirst()],
  ['a raw query', (db: Db) => db.$queryRaw`SELECT 1`],
  ['a transaction', (db: Db) => db.$transaction((tx) => tx.workspace.findFirst())],
])('%s of Prisma to a database that is not there is a 503', async (_, ask) => {
  const nowhere = openDatabase('postgresql://nobody@127.0.0.1:1/none');

  const error: unknown = await ask(nowhere.db).then(
    () => undefined,
    (reason: unknown) => reason,
  );

  expect(isUnavailableError(error)).toBe(true);
  await nowhere.close();
});
