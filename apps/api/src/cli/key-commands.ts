import {
  type ApiKeyRow,
  createApiKey,
  deleteApiKey,
  findApiKey,
  getWorkspaceBySlug,
  type Grace,
  listApiKeys,
  rotateApiKey,
} from '@tented/core';
import { KeyScope } from '@tented/db';
import type { Command } from 'commander';
import { oneOf, toExpiry } from './options.ts';
import { toTable } from './output.ts';
import type { Run } from './run.ts';

const SCOPES = Object.values(KeyScope);
const GRACES = ['now', '1h', '24h', 'first-use'] as const;
const GRACES_TEXT = `when the old secret stops: ${GRACES.join(' | ')} (of the new one)`;

export function addKeyCommands(program: Command, run: Run): void {
  const key = program.command('key').description('API keys of a workspace');

  key
    .command('create')
    .description('create a key; prints it, this once')
    .requiredOption('--workspace <slug>')
    .requiredOption('--name <name>')
    .option('--scope <scope>', SCOPES.join(' | '), oneOf(SCOPES), KeyScope.all_access)
    .option('--expires <moment>', 'an ISO-8601 moment, or days such as 30d', (value) =>
      toExpiry(value),
    )
    .action((options: { workspace: string; name: string; scope: KeyScope; expires?: Date }) =>
      run(async ({ services, actor, output }) => {
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const { name, scope, expires: expiresAt } = options;
        const input = { workspaceId, name, scope, expiresAt };
        const { apiKey, secret } = await createApiKey(services.db, actor, input);
        output.print(secret, { ...toJson(apiKey), key: secret });
      }),
    );

  key
    .command('list')
    .description('list the keys, newest first')
    .requiredOption('--workspace <slug>')
    .action((options: { workspace: string }) =>
      run(async ({ services, actor, output }) => {
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const keys = await listApiKeys(services.db, { workspaceId, at: actor.at });
        output.print(
          toTable(
            ['ID', 'NAME', 'KEY', 'SCOPE', 'STATUS', 'LAST USED', 'CREATED'],
            keys.map(toCells),
          ),
          keys.map(toJson),
        );
      }),
    );

  addRotateCommand(key, run);

  key
    .command('delete')
    .description('delete a key for good; returns when no server accepts it any more')
    .requiredOption('--workspace <slug>')
    .requiredOption('--key <id or prefix>')
    .action((options: { workspace: string; key: string }) =>
      run(async ({ services, actor, output }) => {
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const found = await findApiKey(services.db, {
          workspaceId,
          idOrPrefix: options.key,
          at: actor.at,
        });
        await deleteApiKey(services.db, actor, { workspaceId, id: found.id });
        output.print(`Deleted "${found.name}" (${found.prefix}).`, { id: found.id });
      }),
    );
}

function addRotateCommand(key: Command, run: Run): void {
  key
    .command('rotate')
    .description('give a key its next secret; prints it, this once')
    .requiredOption('--workspace <slug>')
    .requiredOption('--key <id or prefix>')
    .option('--grace <grace>', GRACES_TEXT, oneOf(GRACES), '24h')
    .action((options: { workspace: string; key: string; grace: (typeof GRACES)[number] }) =>
      run(async ({ services, actor, output }) => {
        const { id: workspaceId } = await getWorkspaceBySlug(services.db, options.workspace);
        const named = { workspaceId, idOrPrefix: options.key, at: actor.at };
        const { id } = await findApiKey(services.db, named);
        const grace: Grace = options.grace === 'first-use' ? 'first_use' : options.grace;
        const rotated = await rotateApiKey(services.db, actor, { workspaceId, id, grace });
        output.print(rotated.secret, { ...toJson(rotated.apiKey), key: rotated.secret });
      }),
    );
}

function toJson(key: ApiKeyRow) {
  const { id, name, prefix, scope, status, createdAt, expiresAt, lastUsedAt, previous } = key;
  return {
    id,
    name,
    prefix,
    scope,
    status,
    created_at: createdAt,
    expires_at: expiresAt,
    last_used_at: lastUsedAt,
    ...(previous && { previous_prefix: previous.prefix, previous_until: previous.until }),
  };
}

function toCells(key: ApiKeyRow): string[] {
  const lastUsed = key.lastUsedAt?.toISOString() ?? 'never';
  return [
    key.id,
    key.name,
    key.prefix,
    key.scope,
    key.status,
    lastUsed,
    key.createdAt.toISOString(),
  ];
}
