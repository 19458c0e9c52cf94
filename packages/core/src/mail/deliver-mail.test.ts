import { transact } from '@tented/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeTenant, openTestWorld, type TestWorld } from '../testing.ts';
import { createInvitationLinks } from '../workspaces/invitation-links.ts';
import { deliverDueMail } from './deliver-mail.ts';
import type { Mailer, Message } from './mailer.ts';
import { queueMail } from './queue-mail.ts';

let world: TestWorld;
let workspaceId: string;
let sent: Message[];

const publicUrl = 'https://tented.example';
const letterhead = { publicUrl, links: createInvitationLinks({ secret: 'x', publicUrl }) };
const accepting: Mailer = {
  send: async (message) => void sent.push(message),
  close: () => {},
};

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(async () => {
  await world.db.mail.deleteMany();
  ({ workspaceId } = await makeTenant(world));
  sent = [];
});

const at = new Date('2026-03-13T12:00:00Z');
const later = (ms: number) => new Date(at.getTime() + ms);
const deliver = (mailer = accepting, now = at) =>
  deliverDueMail({ pool: world.pool, mailer, letterhead }, now);

function queue(recipient = 'ada@example.com') {
  const data = {
    threshold: 80,
    used: 80,
    allowance: 100,
    workspaceName: 'Acme <b>\r\nBcc: eve@example.com',
    slug: 'acme',
    startsAt: '2026-03-01T00:00:00Z',
  };
  return transact(world.db, (tx) =>
    queueMail(tx, { workspaceId, kind: 'credit_alert', recipient, data, at }),
  );
}

test('a mail is sent once, and says what it is about', async () => {
  await queue();

  expect(await deliver()).toBe(1);
  expect(await deliver()).toBe(0);

  expect(sent).toHaveLength(1);
  const mail = await world.db.mail.findFirstOrThrow({ where: { workspaceId } });
  expect(mail).toMatchObject({ sentAt: at, attempts: 1, error: null });
  expect(sent[0]).toMatchObject({
    messageId: `<${mail.id}@tented.example>`,
    to: 'ada@example.com',
    text: expect.stringContaining('https://tented.example/w/acme/settings/api'),
  });
});

test('a name can neither end a header nor become markup', async () => {
  await queue();
  await deliver();

  expect(sent[0]!.subject).not.toMatch(/[\r\n]/);
  expect(sent[0]!.html).not.toContain('<b>');
  expect(sent[0]!.html).toContain('Acme &lt;b&gt;');
});

test('many servers at once send each mail once', async () => {
  for (let n = 0; n < 40; n += 1) await queue(`${n}@example.com`);

  while ((await Promise.all(Array.from({ length: 4 }, () => deliver()))).some((n) => n > 0));

  expect(sent.map(({ to }) => to).toSorted()).toEqual(
    Array.from({ length: 40 }, (_, n) => `${n}@example.com`).toSorted(),
  );
});

test('a mail server that refuses is tried again, later and later, under the same id', async () => {
  await queue();
  const seen: string[] = [];
  const refusing: Mailer = {
    send: async ({ messageId }) => {
      seen.push(messageId);
      throw new Error('421 Try again later');
    },
    close: () => {},
  };

  expect(await deliver(refusing)).toBe(1);
  expect(await deliver(refusing, later(29_000))).toBe(0);
  expect(await deliver(refusing, later(30_000))).toBe(1);
  expect(await deliver(refusing, later(89_000))).toBe(0);
  const failed = await world.db.mail.findFirstOrThrow({ where: { workspaceId } });
  expect(failed).toMatchObject({ error: '421 Try again later', attempts: 2, sentAt: null });

  expect(await deliver(accepting, later(90_000))).toBe(1);
  expect(new Set([...seen, sent[0]!.messageId]).size).toBe(1);
});

test('a server that dies between sending and saying so: sent again after its lease', async () => {
  await queue();
  // What it leaves behind: taken, and neither sent nor failed.
  await world.db.mail.updateMany({ data: { attempts: 1, nextTryAt: later(120_000) } });

  expect(await deliver(accepting, later(60_000))).toBe(0);
  expect(await deliver(accepting, later(120_000))).toBe(1);
});

test('a mail of last week is not sent any more', async () => {
  await queue();

  expect(await deliver(accepting, later(4 * 86_400_000))).toBe(0);
});
