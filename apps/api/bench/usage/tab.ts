import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { readEnv } from '../../src/env.ts';
import { startServer } from '../../src/server.ts';
import type { FilledLog } from './fill.ts';

/** Milliseconds from the navigation on. */
export type TabTiming = { visit: string; rowsMs: number; chartMs: number };

const WEB_DIR = path.resolve(import.meta.dirname, '../../../web');
const PASSWORD = 'a password for the bench';

/** The Usage tab of the log in a real Chromium, as a member sees it. */
export async function measureTab(log: FilledLog, dataDir: string): Promise<TabTiming[]> {
  const server = await startServer(
    readEnv({
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      DATABASE_URL: log.database.url,
      NODE_ENV: 'production',
      LOG_LEVEL: 'error',
      WORKER: 'off',
    }),
  );
  try {
    const { services, auth } = server.system;
    const email = `viewer-${Date.now()}@example.com`;
    const { user } = await auth.api.signUpEmail({
      body: { email, password: PASSWORD, name: 'Viewer' },
    });
    await services.db.member.create({
      data: { workspaceId: log.workspaceId, userId: user.id, role: 'viewer' },
    });
    const { stdout } = await promisify(execFile)(process.execPath, ['bench/usage-tab.ts'], {
      cwd: WEB_DIR,
      env: {
        ...process.env,
        BENCH_URL: server.url,
        BENCH_WORKSPACE: log.slug,
        BENCH_EMAIL: email,
        BENCH_PASSWORD: PASSWORD,
      },
    });
    return JSON.parse(stdout) as TabTiming[];
  } finally {
    await server.close();
  }
}
