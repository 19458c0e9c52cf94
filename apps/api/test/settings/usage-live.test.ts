import { newId } from '@tented/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestApp, type TestApp, type TestMember } from '../support/test-app.ts';

let world: TestApp;
let url: string;
let owner: TestMember;

beforeAll(async () => {
  world = await openTestApp();
  url = await world.app.listen({ port: 0, host: '127.0.0.1' });
  owner = await world.signUp();
});
afterAll(() => world[Symbol.asyncDispose]());

const open = ({ cookie, lastEventId }: { cookie?: string; lastEventId?: string } = {}) => {
  const input = encodeURIComponent(JSON.stringify({ workspace: owner.slug }));
  return fetch(`${url}/trpc/usage.live?input=${input}`, {
    headers: {
      accept: 'text/event-stream',
      ...(cookie && { cookie }),
      ...(lastEventId && { 'last-event-id': lastEventId }),
    },
  });
};

type Message = { event: string; id: string | undefined; data: any };

/** Messages of a stream, as they arrive; pings left out. */
async function* messagesOf(response: Response): AsyncGenerator<Message> {
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    const parts = (text + chunk).split(/\n\n+/);
    text = parts.pop() ?? '';
    for (const part of parts) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1];
      const event = field('event') ?? 'message';
      const data = field('data');
      if (event !== 'ping') yield { event, id: field('id'), data: data ? JSON.parse(data) : null };
    }
  }
}

async function nextNews(messages: AsyncGenerator<Message>): Promise<Message> {
  for (;;) {
    const { value, done } = await messages.next();
    if (done) throw new Error('The stream has ended.');
    const isNews =
      value.event === 'message' && (value.data.kind === 'reset' || value.data.rows.length > 0);
    if (isNews) return value;
  }
}

test('a call shows in the stream, and a broken stream is taken up by its last id', async () => {
  const first = messagesOf(await open(owner));
  expect(await nextNews(first)).toMatchObject({ data: { kind: 'reset' } });
  await owner.call({ url: '/v1/me' });

  const told = await nextNews(first);
  expect(told.data.rows).toMatchObject([{ path: '/v1/me', status: 200, key: { name: 'Key' } }]);
  await first.return(undefined);
  await owner.call({ url: '/v1/credits' });

  const again = await nextNews(messagesOf(await open({ ...owner, lastEventId: told.id! })));
  expect(again.data.rows.map(({ path }: { path: string }) => path)).toContain('/v1/credits');
});

test("for members only: others get an error in the stream's own form, and nothing else", async () => {
  const stranger = await world.signUp();
  await owner.call({ url: '/v1/me' });
  const answerTo = async (who: { cookie?: string }) => {
    const messages: Message[] = [];
    for await (const message of messagesOf(await open(who))) messages.push(message);
    return messages.map(({ event, data }) => [event, data?.data?.code]);
  };

  expect(await answerTo({})).toEqual([
    ['connected', undefined],
    ['serialized-error', 'unauthorized'],
  ]);
  expect(await answerTo(stranger)).toEqual([
    ['connected', undefined],
    ['serialized-error', 'not_found'],
  ]);
});

test('a server that stops lets go of its streams, and does not say that they are over', async () => {
  const server = await openTestApp({ url: world.database.url });
  const address = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const input = encodeURIComponent(JSON.stringify({ workspace: owner.slug }));
  const response = await fetch(`${address}/trpc/usage.live?input=${input}`, {
    headers: { accept: 'text/event-stream', cookie: owner.cookie },
  });
  const messages = messagesOf(response);
  await nextNews(messages);

  const startedAt = performance.now();
  await server[Symbol.asyncDispose]();

  expect(performance.now() - startedAt).toBeLessThan(3_000);
  const rest: string[] = [];
  for await (const { event } of messages) rest.push(event);
  // "return" would tell the reader not to come back.
  expect(rest).not.toContain('return');
});

test('ids that are no positions begin anew', async () => {
  const messages = messagesOf(await open({ ...owner, lastEventId: newId().slice(0, 30) }));

  expect(await nextNews(messages)).toMatchObject({ data: { kind: 'reset' } });
});
