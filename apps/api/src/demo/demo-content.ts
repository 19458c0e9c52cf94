import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  builtInGenerator,
  type Caller,
  createSingleWrites,
  createTemplate,
  createTent,
  type CreateTentInput,
  GenerationRefused,
  generateTent,
  newId,
  type TentGenerator,
} from '@tented/core';
import type { JobQueue } from '@tented/db';
import type { System } from '../open-system.ts';

const TEMPLATES = [
  { name: 'Invitation', file: 'invitation.html' },
  { name: 'Proposal', file: 'proposal.html' },
  { name: 'Welcome', file: 'welcome.html' },
];

/** Three templates that the API may use at once. */
export async function addTemplates(
  { services }: System,
  { workspaceId, ownerId }: { workspaceId: string; ownerId: string },
): Promise<void> {
  for (const { name, file } of TEMPLATES) {
    const html = await readFile(path.join(import.meta.dirname, 'templates', file), 'utf8');
    const actor = { userId: ownerId, at: services.clock() };
    await createTemplate(services.db, actor, { workspaceId, name, html, isApproved: true });
  }
}

type Wish = Pick<CreateTentInput, 'name' | 'prompt' | 'requestedAlias'> & {
  autoPublish?: boolean;
  isRefused?: boolean;
};

const WISHES: Wish[] = [
  {
    name: 'Lights out',
    prompt: 'Lights out.',
    isRefused: true,
  },
  {
    name: 'Winter regatta',
    prompt:
      'An event page for the Winter Regatta in the old harbour, with agenda: 9:00 Briefing, 10:00 First start, 13:00 Lunch on the quay, 15:00 Prizes; and a form to sign up.',
  },
  {
    name: 'Harbour tours for teams',
    prompt:
      'A landing page for Harbour Tours, boat trips for teams, with hero, features: quiet electric boats, a guide who was born here, lunch on board; pricing: $290 for an hour, $540 for two, $990 for a day; and a lead form.',
    autoPublish: true,
    requestedAlias: 'tours',
  },
  {
    name: 'Harbour Events',
    prompt:
      'The home page of Harbour Events: we plan days at the water for companies, with hero, how it works, FAQ and contact.',
    autoPublish: true,
    requestedAlias: '/',
  },
];

const REFUSAL = 'The prompt does not say what the page is about.';
const refusing: TentGenerator = {
  generate: () => Promise.reject(new GenerationRefused(REFUSAL)),
};

/** A queue that wakes no worker: these pages are made here and now. */
const UNHEARD: JobQueue = {
  enqueue: async () => {},
  enqueueMissing: async () => 0,
  work: async () => {},
  close: async () => {},
};

/** A few tents, live, waiting and failed, that were paid for like any other. */
export async function addTents(
  { services }: System,
  { workspaceId, keyId }: { workspaceId: string; keyId: string },
): Promise<void> {
  const create = createSingleWrites(services)(createTent(UNHEARD));
  for (const { isRefused = false, autoPublish = false, ...wish } of WISHES) {
    const at = services.clock();
    const caller: Caller = {
      workspaceId,
      keyId,
      secretNumber: 1,
      scope: 'all_access',
      plan: 'max',
      requestId: newId(at),
      at,
    };
    const { output } = await create.submit({
      caller,
      input: { ...wish, autoPublish, includeBrand: false, assetIds: [] },
      toRow: ({ creditsCharged }) => ({
        workspaceId,
        id: caller.requestId,
        keyId,
        secretNumber: caller.secretNumber,
        occurredAt: at,
        method: 'POST',
        path: '/v1/tents',
        route: '/v1/tents',
        status: 202,
        durationMs: 6,
        creditsCharged,
        isReplayed: false,
        errorCode: null,
        error: null,
      }),
    });
    const generator = isRefused ? refusing : builtInGenerator;
    if (!output) continue;
    const tent = { workspaceId, tentId: output.id };
    await generateTent({ ...services, jobs: UNHEARD, generator }, tent);
  }
}
