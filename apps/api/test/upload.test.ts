import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { EVENTUALLY } from '@tented/db/test-db';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UPLOAD_BYTES_MAX } from '../src/rest/upload.ts';
import { openTestApp, type TestApp, type TestMember } from './support/test-app.ts';
import { buildUploadApp, UPLOAD_ROUTE, UPLOAD_URL } from './support/upload-app.ts';

let testApp: TestApp;
let app: FastifyInstance;
let member: TestMember;
let url: string;

beforeAll(async () => {
  testApp = await openTestApp();
  member = await testApp.signUp();
  app = await buildUploadApp(testApp.services);
  await app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}${UPLOAD_URL}`;
});

afterAll(async () => {
  await app.close();
  await testApp[Symbol.asyncDispose]();
});

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d4948445200000001000000010806000000' +
    '1f15c4890000000a49444154789c63000100000500010d0a2db40000000049454e44ae426082',
  'hex',
);
const BOUNDARY = 'boundary';
const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

type Part = { headers: string; content: Buffer | string };

const filePart = (
  content: Buffer | string,
  { name = 'file', filename = 'a.png', type = 'image/png' } = {},
): Part => ({
  headers: `Content-Disposition: form-data; name="${name}"; filename="${filename}"\r\nContent-Type: ${type}`,
  content,
});

const textPart = (name: string): Part => ({
  headers: `Content-Disposition: form-data; name="${name}"`,
  content: 'text',
});

function multipart(...parts: Part[]): Buffer {
  const framed = parts.flatMap(({ headers, content }) => [
    Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...framed, Buffer.from(`--${BOUNDARY}--\r\n`)]);
}

async function upload(body: Buffer | FormData | undefined, { type = MULTIPART } = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${member.secret}`,
      ...(body instanceof FormData ? {} : { 'content-type': type }),
    },
    ...(body && { body }),
  });
  return { status: response.status, body: (await response.json()) as any };
}

const rowOf = (id: string) =>
  testApp.services.db.usageLog.findUnique({
    where: { workspaceId_id: { workspaceId: member.workspaceId, id } },
  });

test('201: a file arrives with its name, type and bytes', async () => {
  const form = new FormData();
  form.append('file', new File([PNG], 'Größe „1".png', { type: 'image/png' }));

  expect(await upload(form)).toEqual({
    status: 201,
    body: { filename: 'Größe „1%22.png', contentType: 'image/png', size: PNG.length },
  });
});

test('201: 4,194,304 bytes are not too many', async () => {
  const text = 'a'.repeat(UPLOAD_BYTES_MAX);

  const { status, body } = await upload(multipart(filePart(text, { type: 'text/plain' })));

  expect([status, body.size]).toEqual([201, UPLOAD_BYTES_MAX]);
});

test('201: parameters of a type do not matter, nor does a path before the name', async () => {
  const { body } = await upload(
    multipart(filePart('a,b', { filename: 'C:\\x\\a.csv', type: 'Text/CSV; charset=utf-8' })),
  );

  expect(body).toMatchObject({ filename: 'a.csv', contentType: 'text/csv' });
});

const REFUSED: [
  what: string,
  send: () => ReturnType<typeof upload>,
  path: string,
  message: RegExp,
][] = [
  ['JSON', () => upload(Buffer.from('{}'), { type: 'application/json' }), 'file', /multipart/],
  [
    'another multipart',
    () => upload(multipart(filePart(PNG)), { type: 'multipart/mixed; boundary=boundary' }),
    'file',
    /multipart/,
  ],
  ['a type that is none', () => upload(Buffer.from('x'), { type: 'banana' }), 'file', /multipart/],
  [
    'no boundary',
    () => upload(multipart(filePart(PNG)), { type: 'multipart/form-data' }),
    'file',
    /boundary/,
  ],
  ['no body', () => upload(undefined), 'file', /no body/],
  ['no part', () => upload(multipart()), 'file', /missing|malformed/],
  ['a body that is no multipart', () => upload(Buffer.from('hello')), 'file', /malformed/],
  [
    'a body without its end',
    () => upload(multipart(filePart(PNG)).subarray(0, -8)),
    'file',
    /malformed/,
  ],
  ['a text named file', () => upload(multipart(textPart('file'))), 'file', /not a file/],
  [
    'a file with another name',
    () => upload(multipart(filePart(PNG, { name: 'picture' }))),
    'picture',
    /Unknown/,
  ],
  [
    'a text beside the file',
    () => upload(multipart(filePart(PNG), textPart('name'))),
    'name',
    /Unknown/,
  ],
  ['a second file', () => upload(multipart(filePart(PNG), filePart(PNG))), 'file', /one file/],
  [
    'a byte too many',
    () => upload(multipart(filePart('a'.repeat(UPLOAD_BYTES_MAX + 1), { type: 'text/plain' }))),
    'file',
    /4 MB/,
  ],
  [
    'far too many bytes',
    () => upload(multipart(filePart(randomBytes(3 * UPLOAD_BYTES_MAX)))),
    'file',
    /4 MB/,
  ],
  [
    'a page',
    () => upload(multipart(filePart('<p>', { type: 'text/html' }))),
    'file',
    /text\/html cannot/,
  ],
  [
    'a type that nobody knows',
    () => upload(multipart(filePart(PNG, { type: 'application/octet-stream' }))),
    'file',
    /cannot/,
  ],
  ['a PNG that is not one', () => upload(multipart(filePart('GIF89a'))), 'file', /not image\/png/],
];

test.each(REFUSED)('400: %s', async (_what, send, path, message) => {
  const { status, body } = await send();

  expect([status, body.code]).toEqual([400, 'invalid_request']);
  expect(body.details.issues).toEqual([{ path, message: expect.stringMatching(message) }]);
  expect(await rowOf(body.request_id)).toMatchObject({
    status: 400,
    method: 'POST',
    route: UPLOAD_ROUTE,
    errorCode: 'invalid_request',
  });
});

test('400: the same over inject, where nothing is a socket', async () => {
  const response = await app.inject({
    method: 'POST',
    url: UPLOAD_URL,
    headers: { authorization: `Bearer ${member.secret}`, 'content-type': MULTIPART },
    payload: multipart(filePart(PNG), filePart(PNG)),
  });

  expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_request']);
});

/** A request whose body is sent piece by piece. */
async function open(headers: string[]): Promise<{ socket: Socket; answer: Promise<string> }> {
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  let received = '';
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (chunk) => {
      received += chunk.toString();
      if (/\r\n\r\n.*}$/s.test(received)) resolve(received);
    });
    socket.on('close', () => resolve(received));
    socket.on('error', () => {});
  });
  await once(socket, 'connect');
  socket.write([`POST ${UPLOAD_URL} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n'));
  return { socket, answer };
}

const authorization = () => `Authorization: Bearer ${member.secret}`;
const contentType = `Content-Type: ${MULTIPART}`;

async function send(socket: Socket, bytes: Buffer): Promise<void> {
  await new Promise((resolve) => socket.write(bytes, resolve));
}

test('201: a slow upload is waited for', async () => {
  const body = multipart(filePart(PNG));
  const { socket, answer } = await open([
    authorization(),
    contentType,
    `Content-Length: ${body.length}`,
  ]);
  for (const byte of body) await send(socket, Buffer.from([byte]));

  expect(await answer).toMatch(/^HTTP\/1.1 201 /);
  socket.destroy();
});

test('400: what is too large is answered while its sender has not finished', async () => {
  const { socket, answer } = await open([
    authorization(),
    contentType,
    'Transfer-Encoding: chunked',
  ]);
  const head = multipart(filePart('')).subarray(0, -BOUNDARY.length - 8);
  const chunk = Buffer.alloc(1_048_576, 'a');
  for (const bytes of [head, ...Array.from({ length: 5 }, () => chunk)]) {
    await send(socket, Buffer.from(`${bytes.length.toString(16)}\r\n`));
    await send(socket, Buffer.concat([bytes, Buffer.from('\r\n')]));
  }

  const received = await answer;

  expect(received).toMatch(/^HTTP\/1.1 400 /);
  // Nothing tells the sender to stop in the middle: the rest is taken and thrown away.
  expect(received).not.toMatch(/connection: close/i);
  await send(socket, Buffer.from('1\r\na\r\n0\r\n\r\n'));
  socket.destroy();
});

test.each([
  ['400', 'a length that is too large', authorization, /"path":"file"/],
  ['401', 'a key that nobody has', () => 'Authorization: Bearer tented_x', /"unauthorized"/],
])('%s: %s is refused before the body is sent', async (status, _what, header, body) => {
  const { socket, answer } = await open([header(), contentType, 'Content-Length: 1000000000']);

  const received = await answer;

  expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(received).toMatch(body);
  socket.destroy();
});

test('403: a read-only key is refused before the body is sent', async () => {
  const reader = await testApp.signUp({ scope: 'read_only' });
  const { socket, answer } = await open([
    `Authorization: Bearer ${reader.secret}`,
    contentType,
    'Content-Length: 1000000',
  ]);

  expect(await answer).toMatch(/^HTTP\/1.1 403 .*"insufficient_scope"/s);
  socket.destroy();
});

test('a caller who hangs up in the middle leaves a row', async () => {
  const before = await testApp.services.db.usageLog.count({
    where: { workspaceId: member.workspaceId, route: UPLOAD_ROUTE },
  });
  const arrived = once(app.server, 'request');
  const { socket } = await open([authorization(), contentType, 'Content-Length: 100000']);
  await send(socket, multipart(filePart(PNG)).subarray(0, 150));
  await arrived;
  socket.destroy();

  await expect
    .poll(() =>
      testApp.services.db.usageLog.count({
        where: { workspaceId: member.workspaceId, route: UPLOAD_ROUTE },
      }),
    )
    .toBe(before + 1);
  const newest = await testApp.services.db.usageLog.findFirstOrThrow({
    where: { workspaceId: member.workspaceId, route: UPLOAD_ROUTE },
    orderBy: { id: 'desc' },
  });
  expect(newest).toMatchObject({ status: 400, errorCode: 'invalid_request' });
});

test('503: more uploads at once than fit into memory', async () => {
  const refused: string[] = [];
  const waiting = await Promise.all(
    Array.from({ length: 70 }, async () => {
      const upload = await open([authorization(), contentType, 'Content-Length: 1000']);
      void upload.answer.then((answer) => refused.push(answer));
      return upload;
    }),
  );
  await expect.poll(() => refused.length, EVENTUALLY).toBe(6);
  expect(refused.every((answer) => /^HTTP\/1.1 503 .*retry-after: 1\r\n/is.test(answer))).toBe(
    true,
  );

  expect((await upload(multipart(filePart(PNG)))).status).toBe(503);

  for (const { socket } of waiting) socket.destroy();
  await expect
    .poll(async () => (await upload(multipart(filePart(PNG)))).status, EVENTUALLY)
    .toBe(201);
});
