import {
  type Account,
  ACCOUNT_READ,
  type Clock,
  type Contact,
  CONTACT_READ,
  type ContactsInput,
  type ContactsOutput,
  createBulkJob,
  createKeyCache,
  createMeteredReads,
  createMeteredWrites,
  createSingleWrites,
  createTent,
  createUsageWriter,
  deleteTent,
  editTent,
  createViewRecorder,
  type FileStore,
  type KeyCache,
  type Letterhead,
  listenForKeyChanges,
  type Mailer,
  type MeteredReads,
  type MeteredWrites,
  publishTent,
  TENT_READ,
  type TentRowWithContext,
  unpublishTent,
  uploadAsset,
  type UsageWriter,
  type ViewRecorder,
  writeContacts,
} from '@tented/core';
import { createJobQueue, type Database, type Db, type JobQueue, type Pool } from '@tented/db';
import type { PageUrl } from './page-url.ts';

/** The parts of the core that live as long as the server does. */
export type Services = {
  db: Db;
  pool: Pool;
  /** For reading the usage log. */
  reader: Pool;
  clock: Clock;
  keys: KeyCache;
  usage: UsageWriter;
  contacts: MeteredWrites<ContactsInput, ContactsOutput>;
  tents: TentWrites;
  jobs: JobQueue;
  files: FileStore;
  pageUrl: PageUrl;
  views: ViewRecorder;
  /** What links in mails are made of. */
  letterhead: Letterhead;
  /** Null where no mail server is set: mails are written down and not sent. */
  mailer: Mailer | null;
  /** Reads of single things, found in the statement that writes the request's row. */
  reads: {
    account: MeteredReads<Account>;
    contact: MeteredReads<Contact>;
    tent: MeteredReads<TentRowWithContext>;
  };
  /** Writes down what is queued. The database stays open. */
  close(): Promise<void>;
};

export function createServices(
  { db, pool, reader, url }: Database,
  given: Pick<Services, 'clock' | 'files' | 'pageUrl' | 'letterhead' | 'mailer'>,
): Services {
  const { clock } = given;
  const keys = createKeyCache(pool);
  const usage = createUsageWriter({ pool, clock });
  const contacts = createMeteredWrites({ pool, clock, usage, perform: writeContacts });
  const jobs = createJobQueue({ pool, url });
  const tents = createTentWrites(createSingleWrites({ pool, clock, usage }), jobs);
  const views = createViewRecorder({ pool, onDrop: reportDroppedViews });
  const reads = {
    account: createMeteredReads({ pool, clock, plan: ACCOUNT_READ }),
    contact: createMeteredReads({ pool, clock, plan: CONTACT_READ }),
    tent: createMeteredReads({ pool, clock, plan: TENT_READ }),
  };
  const listener = listenForKeyChanges(url, keys);

  return {
    ...given,
    db,
    pool,
    reader,
    keys,
    usage,
    contacts,
    tents,
    jobs,
    views,
    reads,
    async close() {
      await jobs.close();
      await Promise.all(Object.values(reads).map((read) => read.close()));
      await Promise.all([usage.close(), views.close(), listener.close()]);
    },
  };
}

export type TentWrites = ReturnType<typeof createTentWrites>;

function createTentWrites(writes: ReturnType<typeof createSingleWrites>, jobs: JobQueue) {
  return {
    create: writes(createTent(jobs)),
    edit: writes(editTent(jobs)),
    publish: writes(publishTent),
    unpublish: writes(unpublishTent),
    delete: writes(deleteTent(jobs)),
    upload: writes(uploadAsset),
    createBulkJob: writes(createBulkJob(jobs)),
  };
}

function reportDroppedViews(views: number): void {
  process.stderr.write(`${views} page views could not be written and are not counted.\n`);
}
