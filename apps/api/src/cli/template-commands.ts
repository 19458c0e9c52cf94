import { readFile } from 'node:fs/promises';
import { createTemplate, getWorkspaceBySlug } from '@tented/core';
import type { Command } from 'commander';
import type { Run } from './run.ts';

export function addTemplateCommands(program: Command, run: Run): void {
  const template = program.command('template').description('templates of a workspace');

  template
    .command('create')
    .description('make a template from an HTML file with {{placeholders}}')
    .requiredOption('--workspace <slug>')
    .requiredOption('--name <name>')
    .requiredOption('--file <html>')
    .option('--approved', 'let the API use it at once', false)
    .action((options: { workspace: string; name: string; file: string; approved: boolean }) =>
      run(async ({ services, actor, output }) => {
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const { id, name, placeholders, approvedAt } = await createTemplate(services.db, actor, {
          workspaceId,
          name: options.name,
          html: await readFile(options.file, 'utf8'),
          isApproved: options.approved,
        });
        output.print(id, { id, name, placeholders, approved: approvedAt !== null });
      }),
    );
}
