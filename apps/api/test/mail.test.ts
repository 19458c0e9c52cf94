import { EVENTUALLY } from '@tented/db/test-db';
import { charge, deliverDueMail } from '@tented/core';
import { inTransaction } from '@tented/db';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSmtpMailer } from '../src/adapters/smtp-mailer.ts';
import { runMailRoom } from '../src/mail-room.ts';
import { callSettings, openTestApp, type TestApp, type TestMember } from './support/test-app.ts';

type Received = { from: string; to: string[]; source: string };

/** A real mail server, on a port of its own. */
async function openMailServer() {
  const received: Received[] = [];
  const state = { isRefusing: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (state.isRefusing) {
          done(Object.assign(new Error('Try later'), { responseCode: 421 }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return {
    received,
    state,
    url: `smtp://127.0.0.1:${address.port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

let mailServer: Awaited<ReturnType<typeof openMailServer>>;
let world: TestApp;
let owner: TestMember;
let mailRoom: { close(): Promise<void> } | undefined;

beforeAll(async () => {
  mailServer = await openMailServer();
  const mailer = openSmtpMailer({ url: mailServer.url, from: 'Tented API <no-reply@tented.test>' });
  world = await openTestApp({ mailer });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await mailServer.close();
});
beforeEach(async () => {
  owner = await world.signUp();
  mailServer.received.length = 0;
  mailServer.state.isRefusing = false;
});
afterEach(async () => {
  await mailRoom?.close();
  mailRoom = undefined;
});

const log = { warn: () => {} } as never;

const invite = (email: string) =>
  callSettings(world, {
    cookie: owner.cookie,
    path: 'members.invite',
    type: 'mutation',
    input: { workspace: owner.slug, email, role: 'member' },
  });

const sent = (count: number) =>
  vi.waitFor(() => expect(mailServer.received).toHaveLength(count), EVENTUALLY);

/** Quoted-printable and line breaks undone, as far as these mails have them. */
const readable = (source: string) =>
  source
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );

test('an invitation arrives with a link that works; the answer has none', async () => {
  mailRoom = runMailRoom(world.services, log);
  expect(await invite('grace@example.com')).toMatchObject({ status: 200, data: { link: null } });
  await sent(1);

  const [mail] = mailServer.received;
  expect(mail).toMatchObject({ from: 'no-reply@tented.test', to: ['grace@example.com'] });
  const token = /\/invitation\/([\w-]{54})/.exec(readable(mail!.source))?.[1];
  const offer = await callSettings(world, {
    path: 'invitations.get',
    type: 'query',
    input: { token },
  });
  expect(offer.data).toMatchObject({ email: 'grace@example.com' });
});

test('80 % and 100 % of the credits: one mail each, once, under an id of its own', async () => {
  const spend = (credits: number) =>
    inTransaction(world.services.pool, (tx) => {
      const at = new Date();
      const caller = { workspaceId: owner.workspaceId, requestId: crypto.randomUUID(), at };
      return charge(tx, caller, { action: 'test', credits });
    });
  mailRoom = runMailRoom(world.services, log);
  await spend(80);
  await spend(5);
  await sent(1);
  await spend(15);
  await sent(2);

  const ids = mailServer.received.map(({ source }) => /^Message-ID: (.+)$/im.exec(source)?.[1]);
  const stored = await world.database.db.mail.findMany({
    where: { workspaceId: owner.workspaceId },
    orderBy: { createdAt: 'asc' },
  });
  expect(ids.map((id) => id?.trim())).toEqual(stored.map(({ id }) => `<${id}@localhost>`));
  expect(readable(mailServer.received[0]!.source)).toContain('has used 80 of 100 credits');
  expect(readable(mailServer.received[1]!.source)).toContain('has used 100 of 100 credits');
  // Only the books of the ledger and the log were to differ by this test: put them right.
  await world.database.db.creditPeriod.deleteMany({ where: { workspaceId: owner.workspaceId } });
});

describe('a mail server', () => {
  test('that refuses gets the same mail again, with the same id', async () => {
    mailServer.state.isRefusing = true;
    await invite('later@example.com');
    const deliver = (at: Date) =>
      deliverDueMail(
        {
          pool: world.services.pool,
          mailer: world.services.mailer!,
          letterhead: world.services.letterhead,
        },
        at,
      );
    const now = Date.now() + 1_000;
    await deliver(new Date(now));
    expect(mailServer.received).toHaveLength(0);
    mailServer.state.isRefusing = false;

    await deliver(new Date(now + 30_000));

    expect(mailServer.received).toHaveLength(1);
    const mail = await world.database.db.mail.findFirstOrThrow({
      where: { recipient: 'later@example.com' },
    });
    expect(mail.attempts).toBe(2);
    expect(mailServer.received[0]!.source).toContain(`<${mail.id}@localhost>`);
  });

  test('gets one recipient, whatever the address looks like', async () => {
    const mailer = world.services.mailer!;

    await mailer.send({
      messageId: '<x@localhost>',
      to: 'one@example.com',
      subject: 'Line one\nBcc: eve@example.com',
      text: 'text',
      html: '<p>text</p>',
    });

    expect(mailServer.received[0]!.to).toEqual(['one@example.com']);
    expect(mailServer.received[0]!.source).not.toMatch(/^Bcc:/m);
  });
});

test('the mailbox of a development server shows what nobody sends, and only there', async () => {
  await using development = await openTestApp();
  const member = await development.signUp();
  await callSettings(development, {
    cookie: member.cookie,
    path: 'members.invite',
    type: 'mutation',
    input: { workspace: member.slug, email: 'ada@example.com', role: 'viewer' },
  });

  const mailbox = await development.app.inject({ url: '/dev/mailbox' });
  expect(mailbox.statusCode).toBe(200);
  expect(mailbox.body).toMatch(/To ada@example\.com/);
  expect(mailbox.body).toMatch(/href="http:\/\/localhost:3000\/invitation\/[\w-]{54}"/);

  expect((await world.app.inject({ url: '/dev/mailbox' })).statusCode).toBe(404);
});
