import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Pool, SqlTx } from './index.ts';

/** Every kind of job, with what it carries. */
export type Jobs = {
  /** The tent has a generation that waits to be made. */
  'tent.generate': { workspaceId: string; tentId: string };
  /** Files whose last mention may have gone. */
  'files.delete': { workspaceId: string; storageKeys: string[] };
};

export type JobName = keyof Jobs;

export type JobQueue = {
  /** Queues a job in the transaction that makes it necessary: both happen or neither. */
  enqueue<Name extends JobName>(
    tx: Pick<SqlTx, 'query'>,
    name: Name,
    job: { data: Jobs[Name]; startAfter?: Date },
  ): Promise<void>;
  /**
   * Queues those of the jobs that are neither waiting nor running, and answers with how many
   * these were: for what has to be done, whatever became of the entry that said so.
   */
  enqueueMissing<Name extends JobName>(
    tx: Pick<SqlTx, 'query'>,
    name: Name,
    wanted: Jobs[Name][],
  ): Promise<number>;
  /**
   * Runs jobs until `close`. At least once each: a job whose worker died, or whose handler
   * threw, runs again, so handlers must be safe to run twice.
   */
  work<Name extends JobName>(
    name: Name,
    options: { concurrency: number },
    handler: (data: Jobs[Name]) => Promise<void>,
  ): Promise<void>;
  /** Takes no more jobs, and waits for those under way, but not for ever. */
  close(): Promise<void>;
};

const SCHEMA = 'pgboss';
/** A job whose worker has not been heard of for so long is given to another. */
const HEARTBEAT_SECONDS = 10;
const QUEUE_OPTIONS = {
  notify: true,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  // Whether trying again makes sense is for the handler to say, not for the queue.
  retryLimit: 1_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 30,
  expireInSeconds: 300,
  deleteAfterSeconds: 3_600,
};
const QUEUES: Record<JobName, typeof QUEUE_OPTIONS> = {
  'tent.generate': QUEUE_OPTIONS,
  'files.delete': QUEUE_OPTIONS,
};

/**
 * A notification comes for each job that is queued, at that moment: not when the time of one that
 * was queued for later has come, nor for one whose worker died. So there is no rest without looking.
 */
const POLLING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1 };
const MONITOR_SECONDS = 5;
const WORKER_CONNECTIONS = 4;
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * A queue in the database itself (pg-boss), so that a job can be part of a business
 * transaction. Only a process that calls `work` opens connections of its own.
 */
export function createJobQueue(
  { pool, url }: { pool: Pool; url: string },
  onError: (error: Error) => void = () => {},
): JobQueue {
  const sender = open({ db: executorOf(pool) }, onError);
  let worker: Promise<PgBoss> | undefined;

  async function startWorker(): Promise<PgBoss> {
    const boss = open(
      { connectionString: url, max: WORKER_CONNECTIONS, supervise: true, migrate: true },
      onError,
    );
    await boss.start();
    return boss;
  }

  const enqueue: JobQueue['enqueue'] = async (tx, name, { data, startAfter }) => {
    const options = { db: executorOf(tx), ...(startAfter && { startAfter }) };
    const id = await sender.send(name, data, options);
    if (id === null) throw new Error(`The job ${name} was not queued.`);
  };

  return {
    enqueue,
    async enqueueMissing(tx, name, wanted) {
      const { rows } = await tx.query<{ data: Jobs[typeof name] }>({
        name: 'find-missing-jobs',
        text: FIND_MISSING,
        values: [name, wanted.map((data) => JSON.stringify(data))],
      });
      for (const { data } of rows) await enqueue(tx, name, { data });
      return rows.length;
    },
    async work(name, { concurrency }, handler) {
      worker ??= startWorker();
      const boss = await worker;
      for (let started = 0; started < concurrency; started += 1) {
        const id: string = await boss.work<Jobs[typeof name]>(name, POLLING, async ([job]) => {
          try {
            if (job) await handler(job.data);
          } finally {
            // Where one job was waiting, others are likely to.
            boss.notifyWorker(id);
          }
        });
      }
    },
    async close() {
      // One that never started has told so whoever wanted it to work.
      const boss = await worker?.catch(() => undefined);
      await boss?.stop({ graceful: true, timeout: CLOSE_TIMEOUT_MS });
    },
  };
}

// The states of a job are in the order of its life: below "completed" it is still to be done.
const FIND_MISSING = `
  SELECT w.data FROM unnest($2::jsonb[]) AS w (data)
  WHERE w.data <> ALL (ARRAY(
    SELECT j.data FROM ${SCHEMA}.job j
    WHERE j.name = $1 AND j.state < 'completed' AND j.data = ANY($2::jsonb[])))`;

/** Gives the database its queues. Any number of processes may call this at once. */
export async function installJobQueue(databaseUrl: string): Promise<void> {
  if (await isInstalled(databaseUrl)) return;
  const boss = open({ connectionString: databaseUrl, max: 1, migrate: true }, () => {});
  await boss.start();
  try {
    for (const [name, options] of Object.entries(QUEUES)) await boss.createQueue(name, options);
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function isInstalled(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: boolean }>(
      `SELECT to_regclass('${SCHEMA}.queue') IS NOT NULL AS found`,
    );
    if (!rows[0]?.found) return false;
    const queues = await client.query(`SELECT name FROM ${SCHEMA}.queue WHERE name = ANY($1)`, [
      Object.keys(QUEUES),
    ]);
    return queues.rowCount === Object.keys(QUEUES).length;
  } finally {
    await client.end();
  }
}

type Options = ConstructorParameters<typeof PgBoss>[0] & object;

function open(options: Options, onError: (error: Error) => void): PgBoss {
  const boss = new PgBoss({
    schema: SCHEMA,
    schedule: false,
    supervise: false,
    migrate: false,
    registerInstance: false,
    useListenNotify: options.supervise === true,
    monitorIntervalSeconds: MONITOR_SECONDS,
    superviseIntervalSeconds: MONITOR_SECONDS,
    ...options,
  });
  boss.on('error', onError);
  return boss;
}

function executorOf(connection: Pick<SqlTx, 'query'>) {
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      const { rows } = await connection.query(text, values);
      return { rows };
    },
  };
}
