import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newSecret } from '@tented/core';
import { type Entry, isAnswered, isSuccess, type Operation } from './journal.ts';
import { type Ending, NOTES_PATH } from './notes.ts';
import type { Random } from './random.ts';
import { type HttpRequest, send } from './send.ts';
import type { Scene } from './stage.ts';
import { type Key, liveKeys, type Workspace } from './world.ts';

/** Longer than any answer may take; a request without an outcome by then counts as hung. */
const OUTCOME_MS_MAX = 30_000;
const PAUSE_MS_MAX = 30;
const NOBODY_HOME_MS = 20;

/** Sends one request after the other, each to a server at random, until it is told to stop. */
export async function runClient(scene: Scene, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const url = random.pick(scene.fleet.servers).url;
    if (url === undefined) {
      await sleep(NOBODY_HOME_MS);
      continue;
    }
    const workspace = pickWorkspace(scene, random);
    const line = { scene, url, key: pickKey(workspace, random) };
    const entry = await call(line, { operation: random.pick(OPERATIONS) }, random);
    await insist(line, entry, random);
    await sleep(random.integer(0, PAUSE_MS_MAX));
  }
}

const BUSY_SHARE = 0.4;

/** The first is busier than the others, and runs out of credits every month. */
function pickWorkspace({ world: { workspaces } }: Scene, random: Random): Workspace {
  const [busy] = workspaces;
  return busy && random.chance(BUSY_SHARE) ? busy : random.pick(workspaces);
}

type Line = { scene: Scene; url: string; key: Key | null };
/** `again`: the request of which this one is a repetition. */
type Wish = { operation: Operation; again?: Entry };

const IDEMPOTENT_SHARE = 0.4;
const CREDITS_MAX = 12;

/** Sends one request with a key and records what became of it. */
export async function call(
  { scene: { journal }, url, key }: Line,
  { operation, again }: Wish,
  random: Random,
): Promise<Entry> {
  const marker = again?.marker ?? randomUUID();
  const isIdempotent = again !== undefined || mayRepeat(operation, random);
  const credits = again?.credits ?? priceOf(operation, random);
  const request = REQUESTS[operation]({ marker, credits, workspace: key?.workspace, random });
  const headers = {
    authorization: `Bearer ${key?.secret ?? newSecret()}`,
    ...(isIdempotent && { 'idempotency-key': marker }),
  };

  // Sent again means to the same address, whichever would be picked now.
  const path = again?.path ?? request.path;
  const entry = journal.sent({ marker, operation, path, key, credits, isIdempotent });
  const outcome = await send(url, { ...request, path, headers }, { waitMs: OUTCOME_MS_MAX });
  journal.received(entry, outcome);
  remember(entry);
  return entry;
}

function priceOf(operation: Operation, random: Random): number {
  if (isGeneration(operation)) return 1;
  return isNote(operation) ? random.integer(1, CREDITS_MAX) : 0;
}

function mayRepeat(operation: Operation, random: Random): boolean {
  const isWrite = isNote(operation) || isGeneration(operation) || operation === 'contact created';
  return isWrite && random.chance(IDEMPOTENT_SHARE);
}

const REPEATED_SHARE = 0.05;
const REPETITIONS_MAX = 4;
/** Records are kept for a day of the servers' clock, which a turn of the month may skip. */
const REPEATED_WITHIN_MS = 60 * 60 * 1_000;

/** Does what a careful client does without an answer, and now and then with one: asks again. */
async function insist(line: Line, first: Entry, random: Random): Promise<void> {
  const { fleet, journal } = line.scene;
  const firstSentAt = fleet.clock().getTime();
  let entry = first;
  for (let n = 0; n < REPETITIONS_MAX && wantsMore(entry, random); n += 1) {
    await sleep(random.integer(0, PAUSE_MS_MAX));
    const { url } = random.pick(fleet.servers);
    if (fleet.clock().getTime() - firstSentAt > REPEATED_WITHIN_MS) return;
    if (url === undefined) continue;
    entry = await call({ ...line, url }, { operation: entry.operation, again: first }, random);
    journal.count('requests sent again with their Idempotency-Key');
  }
}

function wantsMore(entry: Entry, random: Random): boolean {
  if (!entry.isIdempotent) return false;
  const isOpen = !isAnswered(entry) || [409, 503].includes(entry.outcome.status);
  return isOpen || random.chance(REPEATED_SHARE);
}

const DELETED_KEY_SHARE = 0.1;
const UNKNOWN_TOKEN_SHARE = 0.02;
const RECENTLY_DELETED = 3;

function pickKey(workspace: Workspace, random: Random): Key | null {
  if (random.chance(UNKNOWN_TOKEN_SHARE)) return null;
  if (random.chance(DELETED_KEY_SHARE)) {
    const deleted = workspace.keys.filter(({ deletionBeganAt }) => deletionBeganAt !== undefined);
    const recent = deleted.slice(-RECENTLY_DELETED);
    if (recent.length > 0) return random.pick(recent);
  }
  return random.pick(liveKeys(workspace));
}

/** Out of a hundred requests. */
const SHARES: Record<Operation, number> = {
  note: 26,
  'slow note': 2,
  'note refused at its end': 5,
  'note that breaks': 3,
  'tent created': 8,
  'tent edited': 4,
  'tent deleted': 2,
  'contact created': 16,
  'contact read': 12,
  'credits read': 8,
  'unknown contact': 5,
  'unknown path': 3,
  'invalid body': 4,
  'wrong method': 2,
};
const OPERATIONS = Object.entries(SHARES).flatMap(([operation, share]) =>
  Array.from({ length: share }, () => operation as Operation),
);

/** Pages of these may still have to be made: edits wait for them, deletions give them up. */
const RECENTLY_MADE = 3;

/** The same for a request that is sent again: its body may not differ. */
const HOLD_MS = 200;

type Draft = {
  marker: string;
  credits: number;
  workspace: Workspace | undefined;
  random: Random;
};

const note = ({ marker, credits }: Draft, ending: Ending, holdMs = 0): HttpRequest => ({
  method: 'POST',
  path: NOTES_PATH,
  body: { marker, credits: Math.max(1, credits), ending, holdMs },
});

/** A note that is meant to be kept. */
export function isNote(operation: Operation): boolean {
  return operation === 'note' || operation === 'slow note';
}

/** A page that is to be made, whose prompt is the marker. */
export function isGeneration(operation: Operation): boolean {
  return operation === 'tent created' || operation === 'tent edited';
}

/** One that this workspace knows, else one that there is not. */
function pickId(known: readonly string[] = [], { random, marker }: Draft): string {
  return known.length > 0 ? random.pick(known) : marker;
}

const REQUESTS: Record<Operation, (draft: Draft) => HttpRequest> = {
  note: (draft) => note(draft, 'kept'),
  'slow note': (draft) => note(draft, 'kept', HOLD_MS),
  'note refused at its end': (draft) => note(draft, 'refused'),
  'note that breaks': (draft) => note(draft, 'broken'),
  'tent created': ({ marker }) => ({
    method: 'POST',
    path: '/v1/tents',
    body: { name: marker, prompt: marker },
  }),
  'tent edited': (draft) => ({
    method: 'POST',
    path: `/v1/tents/${pickId(draft.workspace?.tentIds.slice(-RECENTLY_MADE), draft)}/edit`,
    body: { prompt: draft.marker },
  }),
  'tent deleted': (draft) => ({
    method: 'DELETE',
    path: `/v1/tents/${pickId(draft.workspace?.tentIds.slice(-RECENTLY_MADE), draft)}`,
  }),
  'contact created': ({ marker }) => ({
    method: 'POST',
    path: '/v1/contacts',
    body: { items: [{ email: contactEmail(marker) }] },
  }),
  'contact read': (draft) => ({
    method: 'GET',
    path: `/v1/contacts/${pickId(draft.workspace?.contactIds, draft)}`,
  }),
  'credits read': () => ({ method: 'GET', path: '/v1/credits' }),
  'unknown contact': ({ marker }) => ({ method: 'GET', path: `/v1/contacts/${marker}` }),
  'unknown path': ({ marker }) => ({ method: 'GET', path: `/v1/unknown/${marker}` }),
  'invalid body': () => ({ method: 'POST', path: NOTES_PATH, body: { marker: 7 } }),
  'wrong method': () => ({ method: 'PATCH', path: '/v1/contacts', body: {} }),
};

export function contactEmail(marker: string): string {
  return `${marker}@example.com`;
}

const REMEMBERED_MAX = 200;

/** What was made, and may be read or deleted later. */
function remember({ key, operation, outcome }: Entry): void {
  if (!key || typeof outcome !== 'object' || !isSuccess(outcome)) return;
  const { contactIds, tentIds } = key.workspace;
  if (operation === 'contact created') {
    const { results } = JSON.parse(outcome.body) as { results: { contact_id: string }[] };
    if (results[0]) contactIds.push(results[0].contact_id);
  }
  if (operation === 'tent created') tentIds.push((JSON.parse(outcome.body) as { id: string }).id);
  for (const ids of [contactIds, tentIds]) if (ids.length > REMEMBERED_MAX) ids.shift();
}
