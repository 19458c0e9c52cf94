import { createHmac, randomBytes } from 'node:crypto';
import type { Pool } from '@tented/db';
import { type Day, dayOf } from './days.ts';

export type Person = { workspaceId: string; address: string; userAgent: string };

export type Visitors = {
  /** The same for the same person in the same workspace on the same day, on every server. */
  hash(person: Person, at: Date): Promise<Buffer>;
};

const SALT_BYTES = 32;
const HASH_BYTES = 16;
/** Today's, and yesterday's for what was seen before midnight and is written after it. */
const SALTS_MAX = 2;

/**
 * Tells visitors apart without keeping who they are: an address and a user agent are hashed
 * under a random salt, which is forgotten when its day is over. Without it, the few billion
 * addresses there are cannot be tried one by one.
 */
export function createVisitors(pool: Pool): Visitors {
  const salts = new Map<Day, Promise<Buffer>>();

  function saltOf(day: Day): Promise<Buffer> {
    let salt = salts.get(day);
    if (!salt) {
      salt = loadSalt(pool, day);
      salts.set(day, salt);
      // What could not be loaded is asked for again.
      salt.catch(() => salts.delete(day));
      const [oldest] = [...salts.keys()].toSorted();
      if (salts.size > SALTS_MAX && oldest !== undefined) salts.delete(oldest);
    }
    return salt;
  }

  return {
    async hash({ workspaceId, address, userAgent }, at) {
      const salt = await saltOf(dayOf(at));
      return createHmac('sha256', salt)
        .update(`${workspaceId}\n${address}\n${userAgent}`)
        .digest()
        .subarray(0, HASH_BYTES);
    },
  };
}

/** Whoever comes first makes the salt of a day; everybody else finds it. */
async function loadSalt(pool: Pool, day: Day): Promise<Buffer> {
  const { rows } = await pool.query<{ salt: Buffer }>({
    name: 'get-salt',
    text: `INSERT INTO visitor_salt AS s (day, salt) VALUES ($1, $2)
           ON CONFLICT (day) DO UPDATE SET salt = s.salt RETURNING salt`,
    values: [day, randomBytes(SALT_BYTES)],
  });
  if (!rows[0]) throw new Error('An insert returned nothing.');
  return rows[0].salt;
}
