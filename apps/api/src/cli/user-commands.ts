import { AppError, toName } from '@tented/core';
import type { Command } from 'commander';
import { PASSWORD_CHARS_MIN } from '../auth.ts';
import type { Run } from './run.ts';

export function addUserCommands(program: Command, run: Run): void {
  const user = program.command('user').description('people who sign in to the web app');

  user
    .command('create')
    .description('create a person who can sign in')
    .requiredOption('--email <email>')
    .requiredOption('--password <password>', `at least ${PASSWORD_CHARS_MIN} characters`)
    .option('--name <name>', 'shown in the app; the email by default')
    .action((options: { email: string; password: string; name?: string }) =>
      run(async ({ auth, output, services }) => {
        const { email, password } = options;
        const name = options.name === undefined ? email : toName(options.name);
        const taken = await services.db.user.findUnique({ where: { email: email.toLowerCase() } });
        if (taken) throw new AppError('conflict', `${email} has an account already.`);
        const { user: created } = await auth.api.signUpEmail({ body: { email, password, name } });
        output.print(`Created ${created.email}.`, {
          id: created.id,
          email: created.email,
          name: created.name,
        });
      }),
    );
}
