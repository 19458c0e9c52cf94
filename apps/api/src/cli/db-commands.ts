import type { Command } from 'commander';
import { pendingMigrations } from '@tented/db/migrate';
import type { Run } from './run.ts';

export function addDbCommands(program: Command, run: Run): void {
  const db = program.command('db').description('the database itself');

  db.command('migrate')
    .description('bring the database up to date (a server does so by itself when it starts)')
    .action(() =>
      // Opening the system has applied what was pending.
      run(async ({ applied, services, output }) => {
        const pending = await pendingMigrations(services.pool);
        const text = applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to apply.';
        output.print(text, { applied, pending });
      }),
    );
}
