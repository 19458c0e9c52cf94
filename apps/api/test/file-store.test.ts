import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { type FileStore, newFileKey } from '@tented/core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDiskStore, openFileStore, openS3Store } from '../src/adapters/file-store.ts';
import { type Mood, openS3Server, type S3Server } from './support/s3-server.ts';

const CREDENTIALS = { accessKeyId: 'tented', secretAccessKey: 'a-secret' };
const BUCKET = 'files';
const IMPATIENT_MS = 150;
const PNG = { contentType: 'image/png' };

let s3: S3Server;
let directory: string;

beforeAll(async () => {
  s3 = await openS3Server(CREDENTIALS.accessKeyId);
  directory = await mkdtemp(path.join(tmpdir(), 'tented-files-'));
});

afterAll(async () => {
  await s3[Symbol.asyncDispose]();
  await rm(directory, { recursive: true });
});

beforeEach(() => {
  s3.mood = 'well';
  s3.requests.length = 0;
});

const newKey = () => newFileKey(randomUUID(), new Date());
const bucket = (changes = {}) => ({
  bucket: BUCKET,
  region: 'eu-central-1',
  endpoint: s3.endpoint,
  credentials: CREDENTIALS,
  ...changes,
});
const openBucket = () => openS3Store(bucket(), { answerTimeoutMs: IMPATIENT_MS });

const STORES: [name: string, open: () => Promise<FileStore> | FileStore][] = [
  ['a disk', () => openDiskStore(directory)],
  ['a bucket', openBucket],
];

describe.each(STORES)('%s', (_name, open) => {
  test('gives back what was put, byte for byte', async () => {
    const store = await open();
    const key = newKey();
    const bytes = randomBytes(100_000);

    await store.put(key, bytes, PNG);

    const { stream, sizeBytes } = await store.get(key);
    expect(sizeBytes).toBe(bytes.length);
    expect(bytes.equals(await buffer(stream))).toBe(true);
    expect(bytes.equals(await store.readBytes(key))).toBe(true);
  });

  test('takes a stream, and an empty file', async () => {
    const store = await open();
    const [key, empty] = [newKey(), newKey()];

    await store.put(key, Readable.from([Buffer.from('ab'), Buffer.from('c')]), PNG);
    await store.put(empty, Buffer.alloc(0), PNG);

    expect((await store.readBytes(key)).toString()).toBe('abc');
    expect((await store.readBytes(empty)).length).toBe(0);
  });

  test('a deleted file is not found; deleting it again is no error', async () => {
    const store = await open();
    const key = newKey();
    await store.put(key, Buffer.from('a'), PNG);

    await store.delete(key);
    await store.delete(key);

    await expect(store.get(key)).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.readBytes(key)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a key cannot lead out of the store', async () => {
    const store = await open();

    await expect(store.put('../../x', Buffer.from('a'), PNG)).rejects.toMatchObject({
      code: 'unavailable',
    });
    await expect(store.get('../../x')).rejects.toMatchObject({ code: 'unavailable' });
  });
});

test('a stream that fails leaves no file', async () => {
  const store = openDiskStore(directory);
  const key = newKey();
  const broken = new Readable({
    read() {
      this.push('a');
      this.destroy(new Error('broken'));
    },
  });

  await expect(store.put(key, broken, PNG)).rejects.toThrow('broken');

  expect(await readdir(directory, { recursive: true })).not.toContain(path.normalize(key));
});

test('a bucket is told the type, and signed for with the right key', async () => {
  const key = newKey();
  await (await openBucket()).put(key, Buffer.from('a'), PNG);

  expect(s3.objects.get(`${BUCKET}/${key}`)?.contentType).toBe('image/png');

  const stranger = await openS3Store(
    bucket({ credentials: { accessKeyId: 'other', secretAccessKey: 'x' } }),
  );
  await expect(stranger.put(key, Buffer.from('b'), PNG)).rejects.toMatchObject({
    code: 'unavailable',
  });
});

test.each<Mood>(['failing', 'silent'])(
  'a bucket that is %s is unavailable, not waited for',
  async (mood) => {
    const store = await openBucket();
    const key = newKey();
    await store.put(key, Buffer.from('a'), PNG);
    s3.mood = mood;

    const refusal = { code: 'unavailable', retryAfterSeconds: 1 };
    await expect(store.put(newKey(), Buffer.from('a'), PNG)).rejects.toMatchObject(refusal);
    await expect(store.get(key)).rejects.toMatchObject(refusal);
    await expect(store.delete(key)).rejects.toMatchObject(refusal);
  },
);

test.each<Mood>(['breaking off', 'stalling'])(
  'a file is whole or not there: a bucket %s',
  async (mood) => {
    const store = await openBucket();
    const key = newKey();
    await store.put(key, randomBytes(200_000), PNG);
    s3.mood = mood;

    await expect(store.readBytes(key)).rejects.toMatchObject({ code: 'unavailable' });
  },
);

test('a passing fault is tried again', async () => {
  const store = await openBucket();
  const before = s3.requests.length;
  s3.mood = 'failing once';

  await store.put(newKey(), Buffer.from('a'), PNG);

  expect(s3.requests.slice(before)).toEqual(['PUT', 'PUT']);
});

test('a bucket that nobody answers for is unavailable', async () => {
  const store = await openS3Store(bucket({ endpoint: 'http://127.0.0.1:1' }));

  await expect(store.get(newKey())).rejects.toMatchObject({ code: 'unavailable' });
});

test('files are kept below the data directory unless a bucket is named', async () => {
  const key = newKey();
  const disk = await openFileStore({ dataDir: directory, s3: undefined });
  await disk.put(key, Buffer.from('a'), PNG);
  expect(await readdir(path.join(directory, 'files'), { recursive: true })).toContain(
    path.normalize(key),
  );

  const inBucket = await openFileStore({ dataDir: directory, s3: bucket() });
  await inBucket.put(key, Buffer.from('b'), PNG);
  expect(s3.objects.get(`${BUCKET}/${key}`)?.bytes.toString()).toBe('b');
});
