import { createApiKey, deleteApiKey, rotateApiKey, type Secret } from '@tented/core';
import { call } from './clients.ts';
import type { Random } from './random.ts';
import { send } from './send.ts';
import { type Stage, untilDone } from './stage.ts';
import { addKey, type Key, liveKeys, type Workspace } from './world.ts';

const KEYS_KEPT = 3;
const WAIT_MS = 20_000;

/**
 * Deletes a key that is busy on every server, over the settings router of one or by the core,
 * and tries it on all of them in the very next instant.
 */
export async function deleteSomeKey(stage: Stage, random: Random): Promise<void> {
  const workspace = random.pick(stage.world.workspaces);
  const candidates = liveKeys(workspace);
  if (candidates.length <= KEYS_KEPT) return;
  const key = random.pick(candidates);

  const busy = useEverywhere(stage, key, random);
  key.deletionBeganAt = performance.now();
  await untilDone(() => deleteOnce(stage, random, key));
  key.deletionReturnedAt = performance.now();
  stage.journal.count('keys deleted');

  await Promise.all([countWrites(stage, key), useEverywhere(stage, key, random), busy]);
}

const OPERATIONS = ['note', 'slow note', 'credits read', 'contact created'] as const;

async function useEverywhere(scene: Stage, key: Key, random: Random): Promise<void> {
  const lines = scene.fleet.servers.flatMap(({ url }) =>
    url === undefined ? [] : [{ scene, url, key }],
  );
  await Promise.all(
    lines.flatMap((line) => OPERATIONS.map((operation) => call(line, { operation }, random))),
  );
}

/** Resolves when some call has said that the key is deleted: now, or by an earlier call. */
async function deleteOnce(stage: Stage, random: Random, key: Key): Promise<void> {
  const { id, workspace } = key;
  if (random.chance(0.5)) {
    const input = { workspace: workspace.slug, id };
    const { status } = await settings(stage, random, { path: 'apiKeys.delete', input });
    if (status !== 200 && status !== 404) throw new Error(`Answered ${status}.`);
    return;
  }
  const actor = { userId: stage.world.userId, at: stage.fleet.clock() };
  await deleteApiKey(stage.database.db, actor, { workspaceId: workspace.id, id }).catch(
    (error: unknown) => {
      if ((error as { code?: unknown }).code !== 'not_found') throw error;
    },
  );
}

/** What the key has written by now is all it may ever have written. */
async function countWrites({ database, journal }: Stage, key: Key): Promise<void> {
  const counted = await countSuccessfulWrites(database.pool, key).catch(() => undefined);
  if (counted === undefined) return;
  key.writesAtDeletion = counted;
  journal.count('deleted keys whose writes were counted');
}

export async function countSuccessfulWrites(
  pool: Stage['database']['pool'],
  { id, workspace }: Key,
): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM usage_log
     WHERE workspace_id = $1 AND key_id = $2 AND method <> 'GET' AND status < 300`,
    [workspace.id, id],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Gives a busy key another secret, from now on: the one before is as good as deleted. Where
 * the answer gets lost nobody knows the new secret, and the key is out of use.
 */
export async function rotateSomeKey(stage: Stage, random: Random): Promise<void> {
  const workspace = random.pick(stage.world.workspaces);
  const candidates = liveKeys(workspace).filter(({ scope }) => scope === 'all_access');
  if (candidates.length < KEYS_KEPT) return;
  const key = random.pick(candidates);

  const busy = useEverywhere(stage, key, random);
  key.deletionBeganAt = performance.now();
  for (const earlier of workspace.keys) {
    if (earlier.id === key.id && earlier !== key) earlier.forgottenFrom ??= performance.now();
  }
  const secret = await rotateOnce(stage, random, key).catch(() => undefined);
  if (secret) {
    key.deletionReturnedAt = performance.now();
    const { id, scope } = key;
    const rotated = addKey(workspace, { id, scope, secret });
    stage.journal.count('keys rotated');
    await Promise.all([useEverywhere(stage, key, random), useEverywhere(stage, rotated, random)]);
  }
  await busy;
}

async function rotateOnce(stage: Stage, random: Random, key: Key): Promise<Secret> {
  const { id, workspace } = key;
  if (random.chance(0.5)) {
    const input = { workspace: workspace.slug, id, grace: 'now' };
    const { status, body } = await settings(stage, random, { path: 'apiKeys.rotate', input });
    if (status !== 200) throw new Error(`Answered ${status}.`);
    return (JSON.parse(body) as { result: { data: { secret: Secret } } }).result.data.secret;
  }
  const actor = { userId: stage.world.userId, at: stage.fleet.clock() };
  const input = { workspaceId: workspace.id, id, grace: 'now' } as const;
  return (await rotateApiKey(stage.database.db, actor, input)).secret;
}

/** Makes a key, and uses it on every server at once. */
export async function makeSomeKey(stage: Stage, random: Random): Promise<void> {
  const workspace = random.pick(stage.world.workspaces);
  const made = await makeOnce(stage, random, workspace).catch(() => undefined);
  if (!made) return;
  const key = addKey(workspace, { ...made, scope: 'all_access' });
  stage.journal.count('keys made');
  await useEverywhere(stage, key, random);
}

/** Undefined where none was made: the plan is Free, or nobody knows. */
async function makeOnce(
  stage: Stage,
  random: Random,
  workspace: Workspace,
): Promise<{ id: string; secret: Secret } | undefined> {
  const input = { name: 'Torture', scope: 'all_access' as const };
  if (random.chance(0.5)) {
    const { status, body } = await settings(stage, random, {
      path: 'apiKeys.create',
      input: { ...input, workspace: workspace.slug },
    });
    if (status !== 200) return undefined;
    const { result } = JSON.parse(body) as {
      result: { data: { apiKey: { id: string }; secret: Secret } };
    };
    return { id: result.data.apiKey.id, secret: result.data.secret };
  }
  const actor = { userId: stage.world.userId, at: stage.fleet.clock() };
  const created = await createApiKey(stage.database.db, actor, {
    ...input,
    workspaceId: workspace.id,
  });
  return { id: created.apiKey.id, secret: created.secret };
}

/** A mutation of the settings router, on a server at random, in the owner's session. */
async function settings(
  { fleet, world }: Stage,
  random: Random,
  { path, input }: { path: string; input: unknown },
): Promise<{ status: number; body: string }> {
  const { url } = random.pick(fleet.servers);
  if (url === undefined) throw new Error('The server is down.');
  const request = {
    method: 'POST',
    path: `/trpc/${path}`,
    headers: { cookie: world.cookie },
    body: input,
  };
  const outcome = await send(url, request, { waitMs: WAIT_MS });
  if (typeof outcome === 'string') throw new Error(`No answer: ${outcome}`);
  return outcome;
}
