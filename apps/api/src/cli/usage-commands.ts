import { once } from 'node:events';
import {
  exportUsageCsv,
  exportUsageJson,
  findApiKey,
  getWorkspaceBySlug,
  isUuid,
  planAt,
  type UsageQuestion,
} from '@tented/core';
import type { Db } from '@tented/db';
import { type Command, InvalidArgumentError } from 'commander';
import { Moment, StatusFilter } from '../rest/schemas.ts';
import type { Run } from './run.ts';

type Options = {
  workspace: string;
  from?: Date;
  to?: Date;
  key?: string;
  status?: { from: number; to: number };
  method?: string;
  path?: string;
  charged: boolean;
};

export function addUsageCommands(program: Command, run: Run): void {
  const usage = program.command('usage').description('the usage log of a workspace');

  usage
    .command('export')
    .description('write the log as CSV, newest first, as far as the plan shows it')
    .requiredOption('--workspace <slug>')
    .option('--from <moment>', 'inclusive; an ISO-8601 date or moment', parsed(Moment))
    .option('--to <moment>', 'exclusive', parsed(Moment))
    .option('--key <id or prefix>')
    .option('--status <status>', 'such as 404 or 4xx', parsed(StatusFilter))
    .option('--method <method>')
    .option('--path <text>', 'a part of the path')
    .option('--charged', 'only what cost credits', false)
    .action((options: Options) =>
      run(async ({ services, actor, output }) => {
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const workspace = await services.db.workspace.findUniqueOrThrow({
          where: { id: workspaceId },
        });
        const { from, to, status, method, path, charged: hasCredits } = options;
        const keyId = options.key && (await keyIdOf(services.db, workspaceId, options.key));
        const question: UsageQuestion = {
          workspaceId,
          plan: planAt(workspace, actor.at),
          at: actor.at,
          filter: {
            from,
            to,
            path,
            hasCredits,
            keyIds: keyId ? [keyId] : [],
            statuses: status ? [status] : [],
            methods: method ? [method.toUpperCase()] : [],
          },
        };
        const pieces = output.isJson ? exportUsageJson : exportUsageCsv;
        await writeAll(pieces(services.reader, question));
      }),
    );
}

/** An id may be that of a deleted key: its requests stay in the log. */
async function keyIdOf(db: Db, workspaceId: string, idOrPrefix: string): Promise<string> {
  if (isUuid(idOrPrefix)) return idOrPrefix;
  return (await findApiKey(db, { workspaceId, idOrPrefix, at: new Date() })).id;
}

/** Waits for whoever reads; ends quietly when they have had enough, as `head` has. */
async function writeAll(pieces: AsyncIterable<string>): Promise<void> {
  const { stdout } = process;
  const closed = new AbortController();
  stdout.on('error', (error: NodeJS.ErrnoException) => closed.abort(error));
  for await (const piece of pieces) {
    if (closed.signal.aborted) break;
    if (!stdout.write(piece)) {
      await once(stdout, 'drain', { signal: closed.signal }).catch(() => {});
    }
  }
  const reason = closed.signal.reason as NodeJS.ErrnoException | undefined;
  if (reason && reason.code !== 'EPIPE') throw reason;
}

type Schema<Value> = {
  safeParse(
    value: string,
  ): { data: Value; success: true } | { success: false; error: { issues: { message: string }[] } };
};

function parsed<Value>(schema: Schema<Value>): (value: string) => Value {
  return (value) => {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    throw new InvalidArgumentError(`${result.error.issues[0]?.message ?? 'Not valid'}.`);
  };
}
