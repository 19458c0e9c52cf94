import type { Tx } from '@tented/db';

export const KEY_CHANNEL = 'tented_keys';

/** Tells every server, when the transaction commits, to forget what it cached of a key. */
export async function notifyKeyChanged(tx: Tx, keyId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${KEY_CHANNEL}, ${keyId})`;
}

/** The same for all keys of a workspace, whose plan has changed. */
export async function notifyWorkspaceChanged(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${KEY_CHANNEL}, ${workspaceId})`;
}
