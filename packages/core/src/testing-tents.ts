import { createJobQueue, type JobQueue } from '@tented/db';
import { createBulkJob, type CreatedBulkJob } from './bulk-jobs/create-bulk-job.ts';
import type { Clock } from './clock.ts';
import { verifyCredits } from './credits/verify.ts';
import type { FileStore } from './files/file-store.ts';
import { createTemplate } from './templates/templates.ts';
import { openTestWorld, type TestTenant, type TestWorld, usageRowOf } from './testing.ts';
import { createTent, type CreateTentInput } from './tents/create-tent.ts';
import { deleteTent } from './tents/delete-tent.ts';
import { editTent } from './tents/edit-tent.ts';
import { generateTent, type GenerateDeps } from './tents/generate-tent.ts';
import { publishTent } from './tents/publish-tent.ts';
import type { TentGenerator } from './tents/tent-generator.ts';
import { unpublishTent } from './tents/unpublish-tent.ts';
import type { Work } from './usage/one-by-one.ts';
import { createSingleWrites } from './usage/single-writes.ts';
import { createUsageWriter } from './usage/usage-writer.ts';

// What tests of tents stand on: writes as a server makes them, and a worker that works when told to.

export type TentWorld = TestWorld & {
  jobs: JobQueue;
  /** Does what a request with the tenant's key would do. */
  write<Input, Output>(
    tenant: TestTenant,
    work: Work<Input, Output>,
    input: Input,
  ): Promise<Output>;
  create(tenant: TestTenant, input?: Partial<CreateTentInput>): Promise<string>;
  edit(tenant: TestTenant, tentId: string, input?: EditWish): Promise<void>;
  publish(tenant: TestTenant, tentId: string, alias?: string | null): Promise<void>;
  unpublish(tenant: TestTenant, tentId: string): Promise<void>;
  delete(tenant: TestTenant, tentId: string): Promise<void>;
  /** From a template that is made for it. */
  bulk(tenant: TestTenant, items: object[], autoPublish?: boolean): Promise<CreatedBulkJob>;
  /** One run of the job that makes pages. */
  generate(tenant: TestTenant, tentId: string, options?: GenerateOptions): Promise<void>;
};

type EditWish = { autoPublish?: boolean; requestedAlias?: string };
export type GenerateOptions = Partial<Pick<GenerateDeps, 'generator' | 'limits' | 'onFailure'>>;

export const WHITE_PAGE = '<!doctype html><title>White</title>';
export const whitePages: TentGenerator = { generate: async () => ({ html: WHITE_PAGE }) };

export async function openTentWorld({
  clock = () => new Date(),
}: { clock?: Clock } = {}): Promise<TentWorld> {
  const world = await openTestWorld();
  const { pool, url } = world;
  const jobs = createJobQueue({ pool, url });
  const write = createWrite(world, clock);

  return {
    ...world,
    ...createUseCases({ jobs, write }),
    jobs,
    write,
    async bulk(tenant, items, autoPublish = false) {
      const { workspaceId, userId } = tenant;
      const { id: templateId } = await createTemplate(
        world.db,
        { userId, at: clock() },
        { workspaceId, name: 'Invitation', html: '<h1>{{name}}</h1>', isApproved: true },
      );
      return write(tenant, createBulkJob(jobs), { templateId, items, startIndex: 1, autoPublish });
    },
    generate: ({ workspaceId }, tentId, options) =>
      generateTent(
        { pool, jobs, clock, files: noFiles, generator: whitePages, ...options },
        { workspaceId, tentId },
      ),
    async [Symbol.asyncDispose]() {
      // Whatever a test file has done, the books have to agree afterwards.
      const { differences } = await verifyCredits(pool);
      await world[Symbol.asyncDispose]();
      if (differences.length > 0) throw new Error(`Books differ: ${JSON.stringify(differences)}`);
    },
  };
}

const SERVERS = 3;

/** Requests go to one server after the other. */
function createWrite({ pool }: TestWorld, clock: Clock): TentWorld['write'] {
  const servers = Array.from({ length: SERVERS }, () =>
    createSingleWrites({ pool, clock, usage: createUsageWriter({ pool, clock }) }),
  );
  let requests = 0;
  return async <Input, Output>(tenant: TestTenant, work: Work<Input, Output>, input: Input) => {
    const caller = tenant.caller(clock());
    requests += 1;
    const writes = servers[requests % SERVERS]!;
    const { output } = await writes(work).submit({
      caller,
      input,
      toRow: ({ creditsCharged, status = 200 }) =>
        usageRowOf(caller, { method: 'POST', status, creditsCharged }),
    });
    return output!;
  };
}

function createUseCases({ jobs, write }: Pick<TentWorld, 'jobs' | 'write'>) {
  const plain = { includeBrand: false, autoPublish: false, assetIds: [] };
  return {
    async create(tenant: TestTenant, input?: Partial<CreateTentInput>) {
      const wish = { ...plain, name: 'Tent', prompt: 'A page.', ...input };
      return (await write(tenant, createTent(jobs), wish)).id;
    },
    async edit(tenant: TestTenant, tentId: string, input?: EditWish) {
      await write(tenant, editTent(jobs), { ...plain, tentId, prompt: 'Bolder.', ...input });
    },
    async publish(tenant: TestTenant, tentId: string, alias?: string | null) {
      await write(tenant, publishTent, { tentId, alias });
    },
    async unpublish(tenant: TestTenant, tentId: string) {
      await write(tenant, unpublishTent, { tentId });
    },
    async delete(tenant: TestTenant, tentId: string) {
      await write(tenant, deleteTent(jobs), { tentName: tentId });
    },
  };
}

/** Tents of these tests have no assets. */
export const noFiles: FileStore = {
  put: () => Promise.reject(new Error('There are no files.')),
  get: () => Promise.reject(new Error('There are no files.')),
  readBytes: () => Promise.reject(new Error('There are no files.')),
  delete: () => Promise.reject(new Error('There are no files.')),
};
