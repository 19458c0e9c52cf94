import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv } from '../../src/env.ts';
import { listeningPort, startServer } from '../../src/server.ts';
import type { OpenContestant } from '../contestant.ts';

/** Every request is counted, and none is refused for it. */
const UNREACHED_PER_MINUTE = '1000000000';

/** The server as it starts in production, with its worker and all else it does beside. */
export const openThisServer: OpenContestant = async (databaseUrl) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tented-bench-'));
  const server = await startServer(
    readEnv({
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      HOST: '127.0.0.1',
      PORT: '0',
      RATE_LIMIT_PER_MINUTE: UNREACHED_PER_MINUTE,
    }),
  );
  return {
    port: listeningPort(server.app),
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true });
    },
  };
};
