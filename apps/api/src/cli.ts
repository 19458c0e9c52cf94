import { AppError, isUnavailableError } from '@tented/core';
import { SetupError } from '@tented/db';
import { Command, CommanderError } from 'commander';
import { addCreditCommands } from './cli/credit-commands.ts';
import { addDbCommands } from './cli/db-commands.ts';
import { addKeyCommands } from './cli/key-commands.ts';
import { createRun } from './cli/run.ts';
import { addTemplateCommands } from './cli/template-commands.ts';
import { addTentCommands } from './cli/tent-commands.ts';
import { addUsageCommands } from './cli/usage-commands.ts';
import { addUserCommands } from './cli/user-commands.ts';
import { addWorkerCommand } from './cli/worker-command.ts';
import { addWorkspaceCommands } from './cli/workspace-commands.ts';
import { EnvError } from './env.ts';

const program = new Command('tented')
  .description('Operate a Tented installation. Works beside a running server and without one.')
  .option('--json', 'answer with JSON', false)
  .exitOverride();

const run = createRun(() => program.opts<{ json: boolean }>().json);
addUserCommands(program, run);
addWorkspaceCommands(program, run);
addKeyCommands(program, run);
addTemplateCommands(program, run);
addTentCommands(program);
addCreditCommands(program, run);
addUsageCommands(program, run);
addDbCommands(program, run);
addWorkerCommand(program, run);
for (const command of allCommands(program)) acceptJsonAnywhere(command);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}

/** `--json` may stand before or behind the command. */
function acceptJsonAnywhere(command: Command): void {
  command.exitOverride();
  command.option('--json', 'answer with JSON');
  command.hook('preAction', (_, action) => {
    if (action.opts<{ json?: boolean }>().json) program.setOptionValue('json', true);
  });
}

/** Writes the reason for people and returns the exit code. */
function explain(error: unknown): number {
  // Commander has printed its message already.
  if (error instanceof CommanderError) return error.exitCode;
  const isExpected =
    error instanceof AppError ||
    error instanceof EnvError ||
    error instanceof SetupError ||
    isUnavailableError(error) ||
    isApiError(error) ||
    isSystemError(error);
  const reason =
    error instanceof Error ? (isExpected ? error.message : error.stack) : String(error);
  process.stderr.write(`error: ${reason}\n`);
  return 1;
}

/** A directory that cannot be made, a file that cannot be read: its message says which. */
function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The sign-in library's own refusals, such as a password that is too short. */
function isApiError(error: unknown): boolean {
  return error instanceof Error && error.name === 'APIError';
}
