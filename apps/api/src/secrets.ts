import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/** The secret that signs sessions: from the environment, else made once and kept in the data directory. */
export async function readAuthSecret(
  fromEnv: string | undefined,
  dataDir: string,
): Promise<string> {
  if (fromEnv) return fromEnv;
  const file = path.join(dataDir, 'auth-secret');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const fresh = randomBytes(SECRET_BYTES).toString('base64url');
  // Only one of two commands that start at once makes the file; the other reads it.
  await writeFile(file, fresh, { mode: OWNER_ONLY, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return (await readFile(file, 'utf8')).trim();
}
