import { toSqlArray } from '../sql-array.ts';
import { secretIdOf, type UsedKey } from './lock-live-keys.ts';

/** The keys of a batch, each secret once, and which of them each row used. */
export type NumberedKeys = {
  workspaceIds: string;
  ids: string;
  secretNumbers: string;
  /** For each row the position of its key, from 1; null where the row needs none. */
  positions: string;
};

/** Array parameters for statements that check the keys of their rows. */
export function numberKeys(
  rows: readonly UsedKey[],
  needsKey: (index: number) => boolean = () => true,
): NumberedKeys {
  const positionOf = new Map<string, number>();
  const keys: UsedKey[] = [];
  const positions = rows.map((row, index) => {
    const secretId = secretIdOf(row);
    let position = positionOf.get(secretId);
    if (position === undefined) {
      position = keys.push(row);
      positionOf.set(secretId, position);
    }
    return needsKey(index) ? position : null;
  });
  return {
    workspaceIds: toSqlArray(keys, ({ workspaceId }) => workspaceId),
    ids: toSqlArray(keys, ({ keyId }) => keyId),
    secretNumbers: toSqlArray(keys, ({ secretNumber }) => secretNumber),
    positions: toSqlArray(positions, (position) => position),
  };
}
