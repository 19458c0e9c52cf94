import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test as base } from '@playwright/test';

const API_DIR = path.resolve(import.meta.dirname, '../../../api');

export type TestServer = {
  url: string;
  /** Runs `tented` beside the server and answers with what it prints. */
  tented(...args: string[]): Promise<string>;
};

/** Tests with a real server on an empty data directory, shared by all tests of a worker. */
export const test = base.extend<object, { server: TestServer }>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern.
    async ({}, use) => {
      const dataDir = await mkdtemp(path.join(tmpdir(), 'tented-e2e-'));
      const port = await freePort();
      const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port) };
      const child = spawn(process.execPath, ['src/main.ts'], { cwd: API_DIR, env });
      await isReady(child);

      const tented = async (...args: string[]) => {
        const options = { cwd: API_DIR, env };
        return (await promisify(execFile)(process.execPath, ['src/cli.ts', ...args], options))
          .stdout;
      };
      await use({ url: `http://localhost:${port}`, tented });

      // Exits with 1, and so fails the run, when any book differs from another.
      expect(await tented('credits', 'verify')).toContain('0 with a difference');
      child.kill('SIGINT');
      const [code] = (await once(child, 'exit')) as [number | null];
      expect(code).toBe(0);
      await rm(dataDir, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
});

export { expect };

function isReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Tented is ready')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`The server did not start:\n${printed}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}
