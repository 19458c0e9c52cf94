import { AppError, changePlan, createWorkspace, getWorkspaceBySlug } from '@tented/core';
import { Plan } from '@tented/db';
import type { Command } from 'commander';
import { oneOf } from './options.ts';
import type { Run } from './run.ts';

const PLANS = Object.values(Plan);

export function addWorkspaceCommands(program: Command, run: Run): void {
  const workspace = program.command('workspace').description('tenants: their plan and their owner');

  workspace
    .command('create')
    .description('create a workspace with its owner')
    .requiredOption('--name <name>')
    .requiredOption('--plan <plan>', PLANS.join(' | '), oneOf(PLANS))
    .requiredOption('--owner <email>', 'a person who exists (user create)')
    .option('--slug <slug>', 'in addresses; from the name by default')
    .action((options: { name: string; plan: Plan; owner: string; slug?: string }) =>
      run(async ({ services, actor, output }) => {
        const email = options.owner.toLowerCase();
        const owner = await services.db.user.findUnique({ where: { email } });
        if (!owner)
          throw new AppError('not_found', `Nobody has the email ${email}: create them first.`);
        const { name, plan, slug } = options;
        const created = await createWorkspace(services.db, actor, {
          name,
          plan,
          slug,
          ownerId: owner.id,
        });
        output.print(`Created workspace "${created.slug}" on plan ${created.plan}.`, created);
      }),
    );

  workspace
    .command('plan')
    .description('change the plan: an upgrade at once, a downgrade from the next month')
    .requiredOption('--workspace <slug>')
    .requiredOption('--plan <plan>', PLANS.join(' | '), oneOf(PLANS))
    .option('--now', 'let a downgrade count at once', false)
    .action((options: { workspace: string; plan: Plan; now: boolean }) =>
      run(async ({ services, actor, output }) => {
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const { plan, from } = await changePlan(services.db, actor, {
          workspaceId,
          plan: options.plan,
          isForced: options.now,
        });
        output.print(`${options.workspace} is on ${plan} from ${from.toISOString()}.`, {
          workspace: options.workspace,
          plan,
          from,
        });
      }),
    );
}
