import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';

const packageDir = path.resolve(import.meta.dirname, '..');
const prismaPackage = createRequire(import.meta.url).resolve('prisma/package.json');

// Prisma's command line downloads a native schema engine even where none is needed.
// Any existing file in this variable stops that; generating never starts it.
const { status } = spawnSync(
  process.execPath,
  [path.join(path.dirname(prismaPackage), 'build/index.js'), 'generate', '--no-hints'],
  {
    cwd: packageDir,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
);
process.exitCode = status ?? 1;
