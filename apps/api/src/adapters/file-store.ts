import path from 'node:path';
import { Readable } from 'node:stream';
import { FILE_BYTES_MAX, type FileStore, fileStoreUnavailable, notFound } from '@tented/core';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';

/** An S3 bucket, or that of a service which speaks its protocol. */
export type S3Options = {
  bucket: string;
  region: string;
  /** Undefined = Amazon's own of the region. */
  endpoint: string | undefined;
  /** Undefined = what the machine is entitled to by its role. */
  credentials: { accessKeyId: string; secretAccessKey: string } | undefined;
};

/** Where the files are: in an S3 bucket where one is named, else below the data directory. */
export async function openFileStore({
  dataDir,
  s3,
}: {
  dataDir: string;
  s3: S3Options | undefined;
}): Promise<FileStore> {
  return s3 ? openS3Store(s3) : openDiskStore(path.join(dataDir, 'files'));
}

export function openDiskStore(directory: string): FileStore {
  return toFileStore(new Disk(new FSDriver({ location: directory, visibility: 'private' })));
}

const TRIES_MAX = 3;
const CONNECT_TIMEOUT_MS = 2_000;
const ANSWER_TIMEOUT_MS = 10_000;

export async function openS3Store(
  { bucket, region, endpoint, credentials }: S3Options,
  { answerTimeoutMs = ANSWER_TIMEOUT_MS } = {},
): Promise<FileStore> {
  // Only whoever has a bucket waits for the library to be loaded.
  const { S3Driver } = await import('flydrive/drivers/s3');
  const driver = new S3Driver({
    bucket,
    region,
    visibility: 'private',
    // Access is the bucket's own matter; newer buckets and other services refuse lists of grants.
    supportsACL: false,
    ...(credentials && { credentials }),
    // Other services than Amazon's rarely have a host name for each bucket.
    ...(endpoint && { endpoint, forcePathStyle: true }),
    // Trailing checksums are Amazon's alone as well.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: TRIES_MAX,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: answerTimeoutMs,
    },
  });
  return toFileStore(new Disk(driver));
}

function toFileStore(disk: Disk): FileStore {
  async function get(key: string) {
    try {
      const { contentLength } = await disk.getMetaData(key);
      return { stream: await disk.getStream(key), sizeBytes: contentLength };
    } catch (error) {
      throw isMissing(error) ? notFound('File') : fileStoreUnavailable(error);
    }
  }

  return {
    get,
    async put(key, contents, { contentType }) {
      // Protocols want the length before the first byte.
      const bytes = contents instanceof Readable ? await readAll(contents) : contents;
      await disk.put(key, bytes, { contentType, contentLength: bytes.length }).catch((error) => {
        throw fileStoreUnavailable(error);
      });
    },
    async readBytes(key) {
      const { stream, sizeBytes } = await get(key);
      const bytes = await readAll(stream).catch((error: unknown) => {
        throw fileStoreUnavailable(error);
      });
      if (bytes.length === sizeBytes) return bytes;
      throw fileStoreUnavailable(new Error(`${key} has ${bytes.length} of ${sizeBytes} bytes.`));
    },
    async delete(key) {
      await disk.delete(key).catch((error: unknown) => {
        throw fileStoreUnavailable(error);
      });
    },
  };
}

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > FILE_BYTES_MAX) throw new Error(`A file has more than ${FILE_BYTES_MAX} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

type Cause = { code?: unknown; $metadata?: { httpStatusCode?: unknown } };

function isMissing(error: unknown): boolean {
  const cause = (error instanceof Error ? error.cause : undefined) as Cause | undefined;
  return cause?.code === 'ENOENT' || cause?.$metadata?.httpStatusCode === 404;
}
