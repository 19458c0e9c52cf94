import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { isComingOrGoing } from './keeper.ts';

const message = (type: string, body: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const AUTHENTICATED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const SHUTDOWN = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));

/** What a client is told by a server that answers its greeting like this, and then hangs up. */
async function failureOf(...answer: Buffer[]): Promise<unknown> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(Buffer.concat(answer)));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres' });
  client.on('error', () => {});
  try {
    await client.connect();
    return await client.query('SELECT 1');
  } catch (error) {
    return error;
  }
}

test.each([
  ['before it is ready', []],
  ['while it asks who we are', [SHUTDOWN]],
  ['when it is ready', [AUTHENTICATED, READY]],
  ['when it is ready, saying why', [AUTHENTICATED, READY, SHUTDOWN]],
])('a server that goes %s is one to be asked again', async (_, answer) => {
  const failure = await failureOf(...answer);

  expect(failure).toBeInstanceOf(Error);
  expect(isComingOrGoing(failure), String(failure)).toBe(true);
});

test('a server that refuses us is not', async () => {
  const refusal = message('E', Buffer.from('SFATAL\0C28P01\0Mpassword authentication failed\0\0'));

  expect(isComingOrGoing(await failureOf(refusal))).toBe(false);
});
