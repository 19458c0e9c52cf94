import {
  createApiKey,
  createWorkspace,
  hashSecret,
  type Secret,
  secretFromSeed,
} from '@tented/core';
import { addTemplates } from './demo-content.ts';
import { tellStory } from './demo-story.ts';
import type { System } from '../open-system.ts';

export const DEMO_EMAIL = 'demo@tented.local';
const DEMO_PASSWORD = 'tented-demo';
const DEMO_WORKSPACE = 'demo';

export type Demo = {
  email: string;
  password: string;
  workspace: string;
  /** The demo key; undefined when somebody has deleted it or given it another secret. */
  secret: Secret | undefined;
};

/**
 * The small world that a first start comes with, the same every time: a person with an empty
 * workspace on Pro and a key to try things with, and a second workspace in which a month is
 * under way (demo-story.ts). The key follows from the installation's own secret, so that
 * it can be shown at every start although only its hash is stored.
 */
export async function prepareDemo(system: System): Promise<Demo | undefined> {
  const { db } = system.services;
  const secret = secretFromSeed(`demo key:${system.authSecret}`);
  if ((await db.user.count()) === 0) await seedDemo(system, secret);

  const workspace = await db.workspace.findUnique({ where: { slug: DEMO_WORKSPACE } });
  if (!workspace || !(await db.user.findUnique({ where: { email: DEMO_EMAIL } }))) return undefined;
  const key = await db.apiKey.findFirst({
    where: { hash: new Uint8Array(hashSecret(secret)), deletedAt: null },
  });
  return {
    email: DEMO_EMAIL,
    password: DEMO_PASSWORD,
    workspace: DEMO_WORKSPACE,
    secret: key ? secret : undefined,
  };
}

async function seedDemo(system: System, secret: Secret): Promise<void> {
  const { auth, services } = system;
  const { user } = await auth.api.signUpEmail({
    body: { email: DEMO_EMAIL, password: DEMO_PASSWORD, name: 'Demo Person' },
  });
  const actor = { userId: user.id, at: services.clock() };
  const { id: workspaceId } = await createWorkspace(services.db, actor, {
    name: 'Demo',
    slug: DEMO_WORKSPACE,
    plan: 'pro',
    ownerId: user.id,
  });
  await createApiKey(services.db, actor, {
    workspaceId,
    name: 'Demo key',
    scope: 'all_access',
    secret,
  });
  await addTemplates(system, { workspaceId, ownerId: user.id });
  await tellStory(system, user.id, DEMO_PASSWORD);
}
