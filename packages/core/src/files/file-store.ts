import type { Readable } from 'node:stream';
import { AppError } from '../errors.ts';
import { newUlid } from '../ids.ts';

export type StoredFile = {
  /** To be read to its end or destroyed. */
  stream: Readable;
  sizeBytes: number;
};

/**
 * Keeps the bytes of assets and brand pictures, outside the database. A file is never changed:
 * what is different has another key. Every method rejects with `unavailable` when the store
 * does not do its part; then a `put` may or may not have left a file that nobody knows of.
 */
export type FileStore = {
  /** Resolves when the file is there whole. A stream is read into memory first. */
  put(
    key: string,
    contents: Uint8Array | Readable,
    options: { contentType: string },
  ): Promise<void>;
  /** Throws `not_found` for a key without a file. */
  get(key: string): Promise<StoredFile>;
  /** The whole file. Throws `not_found` for a key without a file. */
  readBytes(key: string): Promise<Buffer>;
  /** A key without a file is no error: deleting may be tried again. */
  delete(key: string): Promise<void>;
};

/** The most a file may have, whoever stores it. Uploads are held to less. */
export const FILE_BYTES_MAX = 33_554_432;

/** A key that no other file has; its workspace comes first, as everywhere. */
export function newFileKey(workspaceId: string, at: Date): string {
  return `${workspaceId}/${newUlid(at)}`;
}

const RETRY_AFTER_SECONDS = 1;

/** The file store did not do its part. */
export function fileStoreUnavailable(cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'The service cannot reach its file store. Nothing was done; try again.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS, cause },
  );
}
