import { randomUUID } from 'node:crypto';
import { createApiKey, createWorkspace, type Secret } from '@tented/core';
import type { Database, KeyScope, Plan } from '@tented/db';
import type { Fleet } from './fleet.ts';
import type { PlanChange } from './plan-record.ts';
import { send } from './send.ts';
import { PUBLIC_URL } from './server.ts';

/**
 * A key as the harness knows it; moments are of the journal's clock. One whose secret was
 * changed is two of them: the old one is as good as deleted.
 */
export type Key = {
  id: string;
  secret: Secret;
  scope: KeyScope;
  workspace: Workspace;
  /** From then on nobody knows what the key opens … */
  deletionBeganAt?: number;
  /** … and from then on it opens nothing. */
  deletionReturnedAt?: number;
  /** The secret was changed twice: from then on it may be as unknown as one that never was. */
  forgottenFrom?: number;
  /** Writes in the log under this key, counted right after its deletion had returned. */
  writesAtDeletion?: number;
};

export type Workspace = {
  id: string;
  slug: string;
  initialPlan: Plan;
  /** Its plan is never changed. */
  isSteady: boolean;
  planChanges: PlanChange[];
  /** Spans in which the plan was Free for certain; an open one has no end yet. */
  freeSpans: { from: number; until?: number }[];
  keys: Key[];
  /** Contacts and tents whose making was answered, the newest last. */
  contactIds: string[];
  tentIds: string[];
};

export type World = {
  workspaces: readonly Workspace[];
  userId: string;
  /** The owner's session, good on every server. */
  cookie: string;
  /** When the servers' clock jumped to the end of a month. */
  turnedAt: number[];
};

const KEYS_EACH = 4;
const WORKSPACES: readonly { plan: Plan; isSteady: boolean }[] = [
  { plan: 'pro', isSteady: true },
  { plan: 'max', isSteady: true },
  { plan: 'pro', isSteady: false },
  { plan: 'pro', isSteady: false },
  { plan: 'max', isSteady: false },
];

/** A person with several workspaces and keys in each; one key of four only reads. */
export async function makeWorld(database: Database, fleet: Fleet): Promise<World> {
  const { userId, cookie } = await signUp(fleet.servers[0]?.url ?? '');
  const actor = { userId, at: fleet.clock() };
  const workspaces: Workspace[] = [];
  for (const { plan, isSteady } of WORKSPACES) {
    const name = `Torture ${workspaces.length + 1}`;
    const { id, slug } = await createWorkspace(database.db, actor, { name, plan, ownerId: userId });
    const workspace: Workspace = {
      id,
      slug,
      initialPlan: plan,
      isSteady,
      planChanges: [],
      freeSpans: [],
      keys: [],
      contactIds: [],
      tentIds: [],
    };
    for (let n = 0; n < KEYS_EACH; n += 1) {
      const scope = n === 0 ? 'read_only' : 'all_access';
      const made = await createApiKey(database.db, actor, { workspaceId: id, name: 'Key', scope });
      addKey(workspace, { id: made.apiKey.id, secret: made.secret, scope });
    }
    workspaces.push(workspace);
  }
  return { workspaces, userId, cookie, turnedAt: [] };
}

export function addKey(workspace: Workspace, key: Pick<Key, 'id' | 'secret' | 'scope'>): Key {
  const added = { ...key, workspace };
  workspace.keys.push(added);
  return added;
}

/** Keys that nobody has begun to delete. */
export function liveKeys({ keys }: Workspace): Key[] {
  return keys.filter(({ deletionBeganAt }) => deletionBeganAt === undefined);
}

const SIGN_UP_WAIT_MS = 20_000;

async function signUp(url: string): Promise<{ userId: string; cookie: string }> {
  const answer = await send(
    url,
    {
      method: 'POST',
      path: '/api/auth/sign-up/email',
      headers: { origin: PUBLIC_URL },
      body: { email: `${randomUUID()}@example.com`, password: randomUUID(), name: 'Ada' },
    },
    { waitMs: SIGN_UP_WAIT_MS },
  );
  if (typeof answer === 'string' || answer.status !== 200) {
    throw new Error(`Nobody can sign up: ${JSON.stringify(answer)}`);
  }
  const { user } = JSON.parse(answer.body) as { user: { id: string } };
  const cookies = answer.headers['set-cookie'] ?? [];
  return { userId: user.id, cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') };
}
