import type { Pool, Prisma, SqlTx } from '@tented/db';
import type { QueryResultRow } from 'pg';

/** Where the log is read from: any connection, or one with a snapshot. */
export type LogConnection = Pool | SqlTx;

/** Runs a query that was put together from parts. */
export async function queryLog<Row extends QueryResultRow>(
  connection: LogConnection,
  { text, values }: Prisma.Sql,
): Promise<Row[]> {
  return (await connection.query<Row>({ text, values })).rows;
}
