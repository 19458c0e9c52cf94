import { once } from 'node:events';
import type { Command } from 'commander';
import { createGenerator } from '../generator.ts';
import { runJobs } from '../worker.ts';
import type { Run } from './run.ts';

export function addWorkerCommand(program: Command, run: Run): void {
  program
    .command('worker')
    .description('make pages until told to stop; any number may run, beside servers and without')
    .action(() =>
      run(async ({ services, env }) => {
        const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
        const generator = await createGenerator(env);
        await runJobs({ ...services, generator }, (error, { tentId }) => {
          const reason = error instanceof Error ? error.message : String(error);
          process.stderr.write(`The page of ${tentId} could not be made: ${reason}\n`);
        });
        process.stderr.write('Working. Ctrl-C stops.\n');
        await stopped;
        process.stderr.write('Stopping, when what is under way is done …\n');
      }),
    );
}
