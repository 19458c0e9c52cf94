import { deleteFiles, generateTent, type GenerationLimits, type TentGenerator } from '@tented/core';
import type { Services } from './services.ts';

/** Pages that one process makes at the same time. */
const GENERATIONS_AT_ONCE = 4;

/** Told of what went wrong while a page was being made: callers are told less. */
export type ReportFailure = (error: unknown, tent: { workspaceId: string; tentId: string }) => void;

type Deps = Pick<Services, 'pool' | 'jobs' | 'clock' | 'files'> & {
  generator: TentGenerator;
  limits?: GenerationLimits;
};

/**
 * Runs jobs in this process until the queue is closed. Any number of processes may do so
 * (`WORKER=off` keeps a server from it; `tented worker` does nothing else).
 */
export async function runJobs(deps: Deps, onFailure: ReportFailure): Promise<void> {
  await deps.jobs.work('tent.generate', { concurrency: GENERATIONS_AT_ONCE }, (key) =>
    generateTent({ ...deps, onFailure }, key),
  );
  await deps.jobs.work('files.delete', { concurrency: 1 }, (data) => deleteFiles(deps, data));
}
