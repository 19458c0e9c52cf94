import { setTimeout } from 'node:timers/promises';
import { AppError } from '@tented/core';
import { type Command, CommanderError } from 'commander';
import { readClientEnv } from '../env.ts';
import { createOutput } from './output.ts';
import { showProgress } from './progress.ts';
import { createPublicApi, type PublicApi } from './public-api.ts';

type Options = {
  name: string;
  prompt: string;
  template?: string;
  publish: boolean;
  alias?: string;
  wait: boolean;
  url?: string;
  key?: string;
};

type Tent = {
  id: string;
  status: 'pending' | 'idle' | 'queued' | 'generating' | 'completed' | 'failed';
  error?: string;
  publication?: { published_url?: string };
};

/** Commands that are a client of the public API, with a key, on this machine or elsewhere. */
export function addTentCommands(program: Command): void {
  const tents = program.command('tents').description('tents, through the public API of a server');

  tents
    .command('create')
    .description('ask for a page; with --wait, until it is there')
    .requiredOption('--name <name>')
    .requiredOption('--prompt <prompt>')
    .option('--template <id>', 'an approved template')
    .option('--publish', 'publish it when it is ready', false)
    .option('--alias <alias>', 'its address; with --publish')
    .option('--wait', 'wait until it is ready', false)
    .option('--url <url>', 'of the server (TENTED_URL)')
    .option('--key <key>', 'an API key (TENTED_KEY)')
    .action(async (options: Options) => {
      const env = readClientEnv();
      const key = options.key ?? env.key;
      if (!key) throw new AppError('unauthorized', 'Give an API key: --key, or TENTED_KEY.');
      const api = createPublicApi({ url: options.url ?? env.url, key });
      const isJson = program.opts<{ json: boolean }>().json;
      const output = createOutput(isJson, (text) => process.stdout.write(text));
      const { answer } = await api.send('POST', '/v1/tents', toBody(options));
      const tent = options.wait ? await waitFor(api, answer as Tent) : (answer as Tent);
      output.print(describe(tent), tent);
      if (tent.status === 'failed') throw new CommanderError(1, 'tents.create', '');
    });
}

function toBody({ name, prompt, template, publish, alias }: Options): object {
  return {
    name,
    prompt,
    ...(template !== undefined && { template_id: template }),
    ...(publish && { auto_publish: true }),
    ...(alias !== undefined && { custom_page_alias: alias }),
  };
}

const SECOND_MS = 1_000;

async function waitFor(api: PublicApi, created: Tent): Promise<Tent> {
  let tent = created;
  const progress = showProgress(() => tent.status);
  try {
    for (;;) {
      const { answer, retryAfterSeconds } = await api.send('GET', `/v1/tents/${tent.id}`);
      tent = answer as Tent;
      if (retryAfterSeconds === undefined) return tent;
      await setTimeout(retryAfterSeconds * SECOND_MS);
    }
  } finally {
    progress.stop();
  }
}

function describe({ id, status, error, publication }: Tent): string {
  const address = publication?.published_url;
  return [id, status, ...(address ? [address] : []), ...(error ? [error] : [])].join('  ');
}
