import { deleteApiKey, newSecret } from '@tented/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTemplate, makeTent, upload } from './support/content.ts';
import { contract } from './support/contract/contract.ts';
import { type FuzzKey, runFuzz } from './support/fuzz/run-fuzz.ts';
import { openTestApp, type TestApp } from './support/test-app.ts';

// Requests made of the document: valid ones, almost valid ones, and rude ones. `pnpm fuzz
// --seconds 120` runs it for longer, `--seed N` runs the same requests again.

const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 8);
const SEED = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 1_000_000));
const SLACK_MS = 120_000;

let world: TestApp;

beforeAll(async () => {
  world = await openTestApp();
});
afterAll(() => world[Symbol.asyncDispose]());

test(
  `whatever is sent (seed ${SEED}): no 5xx, always the one shape, always a row for a known key`,
  async () => {
    const { keys, known } = await prepare();
    const baseUrl = await world.app.listen({ port: 0, host: '127.0.0.1' });

    const report = await runFuzz({
      baseUrl,
      ground: { ...contract, known },
      keys,
      seed: SEED,
      seconds: SECONDS,
      judge: ({ answer }) => (answer.status >= 500 ? [`${answer.status}`] : contract.check(answer)),
    });

    const { sent, statuses, unanswered, findings, logged, unlogged } = report;
    const counts = { seed: SEED, sent, statuses, unanswered, rows: logged.size };
    process.stdout.write(`${JSON.stringify(counts)}\n`);
    expect(findings.join('\n')).toBe('');
    expect(await rowsOf([...logged.keys()])).toEqual(logged);
    expect(await rowsOf(unlogged)).toEqual(new Map());
    for (const count of Object.values(sent)) expect(count).toBeGreaterThan(10);
  },
  SECONDS * 1_000 + SLACK_MS,
);

/** Keys of every kind, and things that exist. */
async function prepare(): Promise<{ keys: FuzzKey[]; known: string[] }> {
  const member = await world.signUp({ plan: 'max' });
  const reader = await world.signUp({ scope: 'read_only' });
  const free = await world.signUp({ plan: 'free' });
  const gone = await world.signUp();
  await deleteApiKey(
    world.services.db,
    { userId: null, at: new Date() },
    { workspaceId: gone.workspaceId, id: gone.keyId },
  );

  const tentId = await makeTent(world, member, {
    auto_publish: true,
    custom_page_alias: 'spring',
  });
  const { assetId, tentId: idle } = await upload(member);
  const templateId = await makeTemplate(world, member);
  const items = Array.from({ length: 25 }, (_, n) => ({ email: `person-${n}@example.com` }));
  const created = await member.call({ method: 'POST', url: '/v1/contacts', payload: { items } });
  const contacts = created.json<{ results: { contact_id: string }[] }>().results;
  const bulk = await member.call({
    method: 'POST',
    url: '/v1/tents/bulk',
    payload: { template_id: templateId, items: [{ input_data: { first_name: 'Ada' } }] },
  });

  const known = [member, reader, free, gone].map(({ secret: token }) => ({ token, isKnown: true }));
  const strangers = [newSecret(), 'nonsense', 'tented_', undefined].map((token) => ({
    token,
    isKnown: false,
  }));
  return {
    keys: [...known, ...strangers],
    known: [
      tentId,
      idle,
      assetId,
      templateId,
      'spring',
      'new',
      '__index__',
      bulk.json<{ bulk_job_id: string }>().bulk_job_id,
      ...contacts.slice(0, 5).map(({ contact_id: id }) => id),
    ],
  };
}

const IDS_AT_ONCE = 10_000;

async function rowsOf(ids: string[]): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const rows = await world.database.db.usageLog.findMany({
      where: { id: { in: ids.slice(start, start + IDS_AT_ONCE) } },
      select: { id: true, status: true },
    });
    for (const { id, status } of rows) statuses.set(id, status);
  }
  // In the order of the question, so that the two can be compared.
  return new Map(ids.flatMap((id) => (statuses.has(id) ? [[id, statuses.get(id)!]] : [])));
}
