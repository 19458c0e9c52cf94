import { connect, createServer, type Server, type Socket } from 'node:net';
import { openDatabase } from '@tented/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  makeTenant,
  openTestWorld,
  type TestTenant,
  type TestWorld,
  usageRowOf,
} from '../testing.ts';
import { writeContacts } from '../contacts/write-contacts.ts';
import { createMeteredWrites } from './metered-writes.ts';
import { createUsageWriter } from './usage-writer.ts';

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

type Line = { server: Server; url: string; sockets: Set<Socket> };

/** A line to PostgreSQL that breaks at the first COMMIT, before or after it was delivered. */
async function openLine(breaks: { isDelivered: boolean; goesDown: boolean }): Promise<Line> {
  const target = new URL(world.url);
  const sockets = new Set<Socket>();
  let hasBroken = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let isCut = false;
    sockets.add(client).add(upstream);
    upstream.on('data', (chunk) => isCut || client.write(chunk));
    client.on('data', (chunk) => {
      if (!hasBroken && chunk.includes('COMMIT')) {
        hasBroken = true;
        isCut = true;
        if (breaks.isDelivered) upstream.end(chunk);
        else upstream.destroy();
        client.destroy();
        if (breaks.goesDown) server.close();
        return;
      }
      upstream.write(chunk);
    });
    for (const socket of [client, upstream]) socket.on('error', () => {});
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not listening.');
  const url = new URL(world.url);
  url.host = `127.0.0.1:${address.port}`;
  return { server, url: url.href, sockets };
}

/** Creates a contact over the line, and answers with what its caller would be told. */
async function createOver(line: Line, tenant: TestTenant) {
  const database = openDatabase(line.url);
  const clock = () => new Date();
  const usage = createUsageWriter({ pool: database.pool, clock });
  const writes = createMeteredWrites({ pool: database.pool, clock, usage, perform: writeContacts });
  const caller = tenant.caller();
  const outcome = await writes
    .submit({
      caller,
      input: { kind: 'create', items: [{ email: 'a@example.com' }], onConflict: 'reject' },
      toRow: ({ status = 200 }) => usageRowOf(caller, { method: 'POST', status }),
    })
    .then(
      ({ output }) => ({ accepted: output?.accepted }),
      (error: Error) => ({ error }),
    );
  for (const socket of line.sockets) socket.destroy();
  line.server.close();
  await database.close();
  const contacts = await world.db.contact.count({ where: { workspaceId: tenant.workspaceId } });
  const rows = await world.db.usageLog.findMany({ where: { workspaceId: tenant.workspaceId } });
  return { outcome, contacts, statuses: rows.map(({ status }) => status) };
}

test('a commit whose answer was lost is found out, and answered as what it was', async () => {
  const line = await openLine({ isDelivered: true, goesDown: false });

  expect(await createOver(line, await makeTenant(world))).toEqual({
    outcome: { accepted: 1 },
    contacts: 1,
    statuses: [200],
  });
});

test('a commit that never arrived is refused, and can never arrive later', async () => {
  const line = await openLine({ isDelivered: false, goesDown: false });

  expect(await createOver(line, await makeTenant(world))).toMatchObject({
    outcome: { error: { code: 'unavailable' } },
    contacts: 0,
    statuses: [503],
  });
});

test('where nobody can be asked, nothing is promised', async () => {
  const line = await openLine({ isDelivered: true, goesDown: true });

  expect(await createOver(line, await makeTenant(world))).toMatchObject({
    outcome: { error: { name: 'UncertainOutcome' } },
    contacts: 1,
    statuses: [200],
  });
});
