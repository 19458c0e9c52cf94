import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePages, makeTemplate } from '../support/content.ts';
import { openTestApp } from '../support/test-app.ts';

const API_DIR = path.resolve(import.meta.dirname, '../..');
const GENERATOR = path.resolve(API_DIR, '../../packages/client-generator/generate.ts');
const MINUTE_MS = 60_000;

/** What is asked of it; it has a configuration of its own, so its types cannot be had here. */
type Workflow = {
  runWorkflow(situation: { baseUrl: string; key: string; work(): Promise<void> }): Promise<unknown>;
};

/** Runs a program to its end; fails with what it printed. */
async function run(command: string, args: string[]): Promise<void> {
  const child = spawn(command, args, { cwd: API_DIR, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${output}`);
}

test(
  'a client made of the committed document compiles, and drives the whole of the API',
  async () => {
    await run(process.execPath, [GENERATOR, 'openapi.json', 'test/client/generated']);
    await run('node_modules/.bin/tsc', ['-p', 'test/client/tsconfig.json']);
    await using world = await openTestApp();
    const member = await world.signUp();
    await makeTemplate(world, member);
    const baseUrl = await world.app.listen({ port: 0, host: '127.0.0.1' });

    // Not a static import: it does not compile before the client has been made.
    const workflow = './workflow.ts';
    const { runWorkflow } = (await import(workflow)) as Workflow;
    const findings = await runWorkflow({
      baseUrl,
      key: member.secret,
      work: () => makePages(world, member),
    });

    expect(findings).toEqual({
      account: {
        plan: 'pro',
        scope: 'all_access',
        refusal: { status: 401, code: 'unauthorized' },
      },
      contacts: {
        rejection: 'invalid_item',
        isReplayEqual: true,
        replayed: 'true',
        contact: { company: 'Engines', phone: '+49301234567' },
        found: ['ada@example.com'],
        deleted: [1, 1, 0],
        gone: { status: 404, code: 'not_found' },
      },
      tent: {
        uploaded: { name: 'prices.csv', size: 17 },
        charged: '1',
        retryAfter: '10',
        status: ['queued', 'completed'],
        alias: ['tea', 'tea-house'],
        generations: ['edit', 'initial'],
        taken: { status: 409, code: 'alias_taken' },
        listed: 1,
        isDeleted: true,
      },
      bulk: {
        accepted: 1,
        rejected: ['invalid_item'],
        status: 'completed',
        names: ['Invitation 1', undefined],
        metadata: { campaign: 'spring' },
        jobs: 1,
      },
      ledger: { used: 4, charged: 4 },
    });
  },
  MINUTE_MS,
);
