import {
  type Caller,
  charge,
  createApiKey,
  createWorkspace,
  deleteApiKey,
  newId,
  periodStart,
  refund,
  rotateApiKey,
  setBrandPicture,
  updateBrand,
  type UsageRow,
} from '@tented/core';
import { inTransaction, type KeyScope, type Role } from '@tented/db';
import { addPeople, addViews } from './demo-audience.ts';
import { addTemplates, addTents } from './demo-content.ts';
import type { System } from '../open-system.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WORKSPACE = 'harbour-events';
const STORY_AGE_DAYS = 200;
/** How far back the log reaches, and how many requests a day it has. */
const STORY_DAYS = 12;
const REQUESTS_PER_DAY = 9;

const COLLEAGUES: { name: string; email: string; role: Role }[] = [
  { name: 'Mira Holt', email: 'mira@tented.local', role: 'admin' },
  { name: 'Theo Brandt', email: 'theo@tented.local', role: 'viewer' },
];

type StoryKey = { name: string; scope: KeyScope; madeDaysAgo: number; lifeDays?: number };

const KEYS: StoryKey[] = [
  { name: 'Spring campaign', scope: 'all_access', madeDaysAgo: 60, lifeDays: 30 },
  { name: 'Website forms', scope: 'all_access', madeDaysAgo: 45 },
  { name: 'CRM sync', scope: 'all_access', madeDaysAgo: 30 },
  { name: 'Reporting', scope: 'read_only', madeDaysAgo: 14, lifeDays: 20 },
];

const IDLE_KEY = {
  name: 'Legacy import',
  scope: 'all_access',
  madeDaysAgo: 190,
  idleDays: 120,
} as const;

type StoryRequest = Pick<UsageRow, 'method' | 'path' | 'route' | 'status' | 'errorCode'> & {
  /** What the request cost, where it fell into this month. */
  credits?: number;
};

const ok = (method: string, route: string, credits?: number): StoryRequest => ({
  method,
  path: route,
  route,
  status: credits ? 202 : 200,
  errorCode: null,
  ...(credits && { credits }),
});

/** What the story's requests were, in turn. */
const REQUESTS: StoryRequest[] = [
  ok('POST', '/v1/contacts'),
  ok('POST', '/v1/tents', 1),
  ok('GET', '/v1/contacts'),
  ok('POST', '/v1/tents/bulk', 12),
  ok('GET', '/v1/credits'),
  { ...ok('POST', '/v1/contacts'), status: 400, errorCode: 'invalid_request' },
  ok('POST', '/v1/contacts/update'),
  ok('POST', '/v1/tents/bulk', 25),
  ok('GET', '/v1/contacts'),
  { ...ok('GET', '/v1/lists'), route: null, status: 404, errorCode: 'not_found' },
];

/** A second workspace with colleagues, keys in every state, and a month under way. */
export async function tellStory(system: System, ownerId: string, password: string): Promise<void> {
  const { services } = system;
  const now = services.clock();
  const { id: workspaceId } = await createWorkspace(
    services.db,
    { userId: ownerId, at: new Date(now.getTime() - STORY_AGE_DAYS * DAY_MS) },
    { name: 'Harbour Events', slug: WORKSPACE, plan: 'max', ownerId },
  );
  for (const colleague of COLLEAGUES)
    await addColleague(system, { workspaceId, password, ...colleague });

  const keyIds: string[] = [];
  const idleId = await makeKey(system, { workspaceId, ownerId, now, ...IDLE_KEY });
  await services.db.apiKey.updateMany({
    where: { workspaceId, id: idleId },
    data: { lastUsedAt: new Date(now.getTime() - IDLE_KEY.idleDays * DAY_MS) },
  });
  for (const key of KEYS) keyIds.push(await makeKey(system, { workspaceId, ownerId, now, ...key }));
  const lost = { name: 'Old laptop', scope: 'all_access', madeDaysAgo: 80 } as const;
  const lostId = await makeKey(system, { workspaceId, ownerId, now, ...lost });
  await deleteApiKey(services.db, { userId: ownerId, at: now }, { workspaceId, id: lostId });

  await writeLog(system, { workspaceId, keyIds: keyIds.slice(1), now });
  await addTemplates(system, { workspaceId, ownerId });
  await addTents(system, { workspaceId, keyId: keyIds[2]! });
  await addViews(system, { workspaceId, now });
  await addPeople(system, { workspaceId });
  await giveBrand(system, { workspaceId, ownerId, now });
  await rotateApiKey(
    services.db,
    { userId: ownerId, at: now },
    { workspaceId, id: keyIds[1]!, grace: '24h' },
  );
}

/** What the story's company looks like. */
async function giveBrand(
  { services }: System,
  { workspaceId, ownerId, now }: { workspaceId: string; ownerId: string; now: Date },
): Promise<void> {
  const actor = { userId: ownerId, at: now };
  const fields = {
    companyName: 'Harbour Events',
    domain: 'harbour-events.example',
    description:
      'Conferences and company evenings on the water, for 20 to 400 guests. Warm, precise, never loud.',
    primaryColor: '#0f5c6e',
  };
  await updateBrand(services.db, actor, { workspaceId, fields });
  const bytes = Buffer.from(LOGO);
  await setBrandPicture(services, actor, { workspaceId, picture: 'logo', bytes });
}

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 270 48" role="img" aria-label="Harbour Events"><path fill="#0f5c6e" d="M8 30h32l-5 10H13zM22 6h3v20h-3zM27 10l11 14H27zM20 12v12H10z"/><text x="54" y="33" font-family="Georgia,serif" font-size="24" fill="#0f5c6e">Harbour Events</text></svg>`;

async function addColleague(
  { auth, services }: System,
  person: { workspaceId: string; password: string; name: string; email: string; role: Role },
): Promise<void> {
  const { workspaceId, password, name, email, role } = person;
  const { user } = await auth.api.signUpEmail({ body: { email, password, name } });
  await services.db.member.create({ data: { workspaceId, userId: user.id, role } });
}

async function makeKey(
  { services }: System,
  key: StoryKey & { workspaceId: string; ownerId: string; now: Date },
): Promise<string> {
  const at = new Date(key.now.getTime() - key.madeDaysAgo * DAY_MS);
  const { apiKey } = await createApiKey(
    services.db,
    { userId: key.ownerId, at },
    {
      workspaceId: key.workspaceId,
      name: key.name,
      scope: key.scope,
      expiresAt: key.lifeDays ? new Date(at.getTime() + key.lifeDays * DAY_MS) : null,
    },
  );
  return apiKey.id;
}

/** Requests of the last days, and some credits of this month spent, in books that agree. */
async function writeLog(
  { services }: System,
  { workspaceId, keyIds, now }: { workspaceId: string; keyIds: string[]; now: Date },
): Promise<void> {
  const count = STORY_DAYS * REQUESTS_PER_DAY;
  const appended = Array.from({ length: count }, async (_, index) => {
    const age = ((count - index) * DAY_MS) / REQUESTS_PER_DAY - ((index * 37) % 90) * MINUTE_MS;
    const at = new Date(now.getTime() - Math.max(age, MINUTE_MS));
    const { credits = 0, ...request } = REQUESTS[index % REQUESTS.length]!;
    // Reading is what the last key, the read-only one, is for.
    const keyId = request.method === 'GET' ? keyIds.at(-1)! : keyIds[index % 2]!;
    const caller = { workspaceId, requestId: newId(at), at };
    const isPaid = credits > 0 && at >= periodStart(now);
    const charged = isPaid ? await spend(services, caller, credits) : null;
    const creditsCharged = isPaid ? credits : 0;
    const durationMs = 4 + ((index * 13) % 41);
    const row = { ...request, error: null, durationMs, creditsCharged, isReplayed: false };
    await services.usage.append(
      { ...row, id: caller.requestId, workspaceId, keyId, secretNumber: 1, occurredAt: at },
      { needsKey: false },
    );
    return credits === 1 ? charged : null;
  });
  const [failed] = (await Promise.all(appended)).flatMap((charged) => charged ?? []);
  // One generation failed for good: its credit was given back.
  if (failed) await giveBack(services, { workspaceId, chargeId: failed.entryId, at: now });
  await services.db.$executeRaw`
    UPDATE api_key k SET last_used_at = l.at
    FROM (SELECT key_id, max(occurred_at) AS at FROM usage_log
          WHERE workspace_id = ${workspaceId}::uuid GROUP BY 1) l
    WHERE k.workspace_id = ${workspaceId}::uuid AND k.id = l.key_id`;
}

async function spend(
  { pool }: System['services'],
  caller: Pick<Caller, 'workspaceId' | 'requestId' | 'at'>,
  credits: number,
): Promise<{ entryId: string }> {
  const action = credits === 1 ? 'tent.create' : 'tent.bulk_item';
  const price = { action, credits, entryId: newId(caller.at) };
  return inTransaction(pool, (tx) => charge(tx, caller, price));
}

async function giveBack(
  { pool }: System['services'],
  charged: { workspaceId: string; chargeId: string; at: Date },
): Promise<void> {
  await inTransaction(pool, (tx) => refund(tx, charged));
}
