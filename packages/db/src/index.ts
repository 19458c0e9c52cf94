import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from './generated/client.ts';

export { Prisma } from './generated/client.ts';
export { createJobQueue, type JobName, type JobQueue, type Jobs } from './job-queue.ts';
export { SetupError } from './setup-error.ts';
export {
  CreditEntryKind,
  GenerationKind,
  GenerationStatus,
  KeyScope,
  MailKind,
  Plan,
  PublicationStatus,
  Reasoning,
  Role,
} from './generated/enums.ts';
export type {
  ApiKey,
  AuditEntry,
  Brand,
  Contact,
  CreditEntry,
  CreditPeriod,
  Member,
  UsageLog,
  User,
  Workspace,
} from './generated/client.ts';

/** A Prisma client that can open transactions. */
export type Db = PrismaClient;

declare const isTransaction: unique symbol;

/** A Prisma transaction, and only that: a plain client is not assignable to it. */
export type Tx = Prisma.TransactionClient & { readonly [isTransaction]: true };

/** Runs `work` in one transaction; whatever it throws rolls everything back. */
export function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.$transaction((tx) => work(tx as Tx));
}

/** Connections for the metered path, which speaks plain SQL over whole sets of requests. */
export type Pool = pg.Pool;

/** One connection of the pool, inside a transaction. */
export type SqlTx = pg.PoolClient;

export type Database = {
  db: Db;
  pool: Pool;
  /**
   * Connections for reading the usage log: what people look through never takes one from the
   * requests that write it.
   */
  reader: Pool;
  url: string;
  close(): Promise<void>;
};

const CONNECT_TIMEOUT_MS = 2_000;
const PRISMA_CONNECTIONS = 8;
const METERING_CONNECTIONS = 8;
const READER_CONNECTIONS = 4;
/** A server that hangs inside a transaction must not keep a key's deletion waiting. */
const STATEMENT_TIMEOUT_MS = 5_000;
/** For a database that has vanished without closing its connections. */
const ANSWER_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 1_000;

/**
 * Statements of the metered path look up a handful of rows by index. A table that was empty
 * when a plan was made leaves the planner no reason to prefer the right one, so the ways
 * around it are taken away; and plans, which last as long as their connection, are not kept
 * for long.
 */
const INDEX_PLANS = ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin', 'sort', 'incremental_sort']
  .map((way) => `-c enable_${way}=off`)
  // With no choice left, planning again for other parameters would change nothing.
  .concat('-c plan_cache_mode=force_generic_plan')
  .join(' ');
const PLANS_KEPT_SECONDS = 20;

const TIMEOUTS = {
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
  query_timeout: ANSWER_TIMEOUT_MS,
  keepAlive: true,
};

/** Opens nothing yet: connections are made when they are first needed. */
export function openDatabase(url: string): Database {
  const db = new PrismaClient({
    adapter: new PrismaPg(
      {
        connectionString: url,
        max: PRISMA_CONNECTIONS,
        ...TIMEOUTS,
      },
      // A connection that breaks while idle is replaced by the pool at its next use.
      { onPoolError: () => {} },
    ),
  });
  // Pipelining lets a transaction send its opening statements without waiting for each.
  const pool = new pg.Pool({
    connectionString: url,
    max: METERING_CONNECTIONS,
    pipeline: true,
    options: INDEX_PLANS,
    maxLifetimeSeconds: PLANS_KEPT_SECONDS,
    ...TIMEOUTS,
  });
  const reader = new pg.Pool({
    connectionString: url,
    max: READER_CONNECTIONS,
    options: INDEX_PLANS,
    ...TIMEOUTS,
  });
  for (const each of [pool, reader]) {
    // A connection that breaks also fails the query it was serving: that one is handled.
    each.on('error', () => {});
    each.on('connect', (client) => client.on('error', () => {}));
  }

  return {
    db,
    pool,
    reader,
    url,
    async close() {
      await Promise.all([db.$disconnect(), pool.end(), reader.end()]);
    },
  };
}

/** A connection outside the pools, for LISTEN. */
export function openListener(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
}

/** No connection came about: certainly nothing has been done. */
export class ConnectFailed extends Error {
  override readonly name = 'ConnectFailed';
}

/** The connection broke while COMMIT was under way: it may or may not have taken place. */
export class LostCommit extends Error {
  override readonly name = 'LostCommit';
}

/**
 * One statement that commits by itself; with `rowMode: 'array'` its rows are arrays of values.
 * Rejects with `ConnectFailed` when nothing was sent.
 */
export async function queryOnce<Row extends pg.QueryResultRow | unknown[]>(
  pool: Pool,
  statement: pg.QueryConfig | pg.QueryArrayConfig,
): Promise<Row[]> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    const { rows } = await client.query(statement);
    return rows as Row[];
  } catch (error) {
    if (!isServerError(error)) broken = error as Error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * A database that does not answer rolls back by itself when the connection is dropped: nothing
 * is won by waiting for it, and whoever asked for the transaction waits as well.
 */
const ROLLBACK = { text: 'ROLLBACK', query_timeout: 500 };

/**
 * Runs `work` in one transaction. BEGIN travels together with the first statement of `work`,
 * so a transaction costs no round trip of its own at its start. A rejected `work` rolls back.
 */
export function inTransaction<T>(pool: Pool, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  return inPipelinedTransaction(pool, async (tx) => ({
    result: await work(tx),
    sent: Promise.resolve(),
  }));
}

/** What a transaction comes to, and its last statements: sent, and perhaps not answered yet. */
export type Pipelined<T> = { result: T; sent: Promise<unknown> };

/**
 * The same for `work` that need not see what its last statements are answered: COMMIT travels
 * right behind them, and a transaction costs no round trip of its own at its end either. When
 * one of them fails, PostgreSQL answers that COMMIT with a rollback.
 */
export async function inPipelinedTransaction<T>(
  pool: Pool,
  work: (tx: SqlTx) => Promise<Pipelined<T>>,
): Promise<T> {
  const tx = await connect(pool);
  let broken: Error | undefined;
  try {
    const begin = tx.query('BEGIN');
    const working = work(tx).then((pipelined) => {
      // Seen below, once BEGIN has been answered; until then it is nobody's.
      pipelined.sent.catch(() => {});
      return pipelined;
    });
    const [begun, done] = await Promise.allSettled([begin, working]);
    if (done.status === 'fulfilled') await sentByDriver(done.value.sent);
    if (begun.status === 'rejected') throw begun.reason;
    if (done.status === 'rejected') throw done.reason;
    await commit(tx, done.value.sent);
    return done.value.result;
  } catch (error) {
    if (error instanceof LostCommit) broken = error;
    else await tx.query(ROLLBACK).catch((rollbackError: Error) => (broken = rollbackError));
    throw error;
  } finally {
    tx.release(broken);
  }
}

/**
 * A statement that the driver itself refuses (a parameter it cannot write) never reaches the
 * server, which would then commit the others. The driver says so in the same turn of the event
 * loop: once what is due in it has run, whatever has not failed has been sent.
 */
async function sentByDriver(sent: Promise<unknown>): Promise<void> {
  const turn = (async () => {
    await nextTick();
    await nextTick();
  })();
  await Promise.race([turn, sent]);
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

function connect(pool: Pool): Promise<SqlTx> {
  return pool.connect().catch((error: Error) => {
    throw new ConnectFailed(error.message, { cause: error });
  });
}

async function commit(tx: SqlTx, sent: Promise<unknown>): Promise<void> {
  const [last, committed] = await Promise.allSettled([sent, tx.query('COMMIT')]);
  // Refused by the server: rolled back for certain, whatever became of COMMIT.
  if (last.status === 'rejected' && last.reason instanceof pg.DatabaseError) throw last.reason;
  if (committed.status === 'rejected') {
    const error = committed.reason as Error;
    // A deferred constraint is such a refusal as well. The rest is a lost line, or a server that
    // was going down as it answered.
    throw isServerError(error) ? error : new LostCommit(error.message, { cause: error });
  }
  // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, not with an error.
  if (committed.value.command !== 'COMMIT') throw new Error('The transaction had already failed.');
  // It took place, and an answer before it could not be read.
  if (last.status === 'rejected')
    throw new LostCommit('An answer was lost.', { cause: last.reason });
}

/** True for a statement that the server refused and after which the connection lives on. */
function isServerError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === 'ERROR';
}
