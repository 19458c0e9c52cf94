import { getBalance, getWorkspaceBySlug, verifyCredits } from '@tented/core';
import { type Command, CommanderError } from 'commander';
import { toTable } from './output.ts';
import type { Run } from './run.ts';

export function addCreditCommands(program: Command, run: Run): void {
  const credits = program
    .command('credits')
    .description("show a workspace's credits of this month")
    .option('--workspace <slug>')
    .action((options: { workspace?: string }, command: Command) =>
      run(async ({ services, actor, output }) => {
        if (!options.workspace)
          command.error("error: required option '--workspace <slug>' not specified");
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const { periodStart, periodEnd, ...balance } = await getBalance(services.db, {
          workspaceId,
          at: actor.at,
        });
        const { plan, allowance, used, refunded, remaining } = balance;
        output.print(
          `${used} of ${allowance} credits used (${refunded} refunded), ${remaining} left until ${periodEnd.toISOString()}; plan ${plan}.`,
          { ...balance, period_start: periodStart, period_end: periodEnd },
        );
      }),
    );

  credits
    .command('verify')
    .description('recompute every month from the ledger and from the log; exit 1 on any difference')
    .action(() =>
      run(async ({ services, output }) => {
        const { periods, differences } = await verifyCredits(services.pool);
        const summary = `${periods} ${periods === 1 ? 'period' : 'periods'} checked, ${differences.length} with a difference.`;
        const table = toTable(
          ['WORKSPACE', 'MONTH', 'USED', 'LEDGER', 'LOG'],
          differences.map(({ workspace, startsAt, used, ledger, log }) =>
            [workspace, startsAt.toISOString().slice(0, 7), used, ledger, log].map(String),
          ),
        );
        output.print(differences.length > 0 ? `${table}\n${summary}` : summary, {
          periods,
          differences,
        });
        if (differences.length > 0) throw new CommanderError(1, 'credits.verify', '');
      }),
    );
}
