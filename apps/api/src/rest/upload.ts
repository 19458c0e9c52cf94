import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { AppError, ASSET_TYPES, isAssetType, isContentOf, toFilename } from '@tented/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

/** One uploaded file; its content has been found to be what `contentType` says. */
export type Upload = { filename: string; contentType: string; bytes: Buffer };

export const UPLOAD_BYTES_MAX = 4_194_304;

/** The field `file` of a route that accepts uploads, for a procedure's input. */
export const UploadedFile = z
  .custom<Upload>((value) => isUpload(value), 'Expected a file')
  .meta({
    description: `At most 4 MB (4,194,304 bytes). One of: ${ASSET_TYPES.map((type) => `\`${type}\``).join(', ')}.`,
    override: ({ jsonSchema }) => {
      Object.assign(jsonSchema, { type: 'string', format: 'binary' });
    },
  });

export function isUpload(value: unknown): value is Upload {
  return (
    typeof value === 'object' && value !== null && 'bytes' in value && Buffer.isBuffer(value.bytes)
  );
}

/** Boundaries and headers of the parts, beside the file itself. */
const FRAMING_BYTES_MAX = 65_536;
/** With 4 MB each, the most memory that files on their way can take. */
const UPLOADS_AT_ONCE_MAX = 64;

/**
 * Makes the routes of this scope take one file each, as `multipart/form-data`; `request.body`
 * is then `{ file: Upload }`. Whatever is wrong with the upload is an `invalid_request`. It is
 * thrown after reading has stopped, outside the parser: Fastify would cut the connection, and
 * a caller who is still sending would not get to read why.
 */
export function acceptUploads(scope: FastifyInstance): void {
  let underWay = 0;
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('multipart/form-data', readUpload);

  scope.addHook('preParsing', async (request, reply) => {
    refuseUnread(request);
    if (underWay >= UPLOADS_AT_ONCE_MAX) throw tooMany();
    underWay += 1;
    onceOver(reply.raw, () => (underWay -= 1));
  });
  scope.addHook('preValidation', async (request) => {
    if (request.body instanceof AppError) throw request.body;
  });
}

/** Calls back when the answer has left or can no longer leave; Fastify's hook knows only the former. */
function onceOver(response: ServerResponse, callback: () => void): void {
  if (response.closed) return callback();
  let isOver = false;
  const over = () => {
    if (!isOver) callback();
    isOver = true;
  };
  response.once('finish', over).once('close', over);
}

/** What the headers alone give away. */
function refuseUnread({ headers }: FastifyRequest): void {
  const { 'content-type': type = '', 'content-length': length } = headers;
  if (!/^multipart\/form-data *(;|$)/i.test(type)) {
    throw invalidFile('Send the file as multipart/form-data.');
  }
  if (length === '0' || (length === undefined && headers['transfer-encoding'] === undefined)) {
    throw invalidFile('The request has no body.');
  }
  if (Number(length) > UPLOAD_BYTES_MAX + FRAMING_BYTES_MAX) throw tooLarge();
}

const RETRY_AFTER_SECONDS = 1;

function tooMany(): AppError {
  return new AppError('unavailable', 'Too many files are being uploaded. Try again.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}

type Outcome = { file: Upload } | AppError;

/** Rejects only when the connection breaks. */
async function readUpload(request: FastifyRequest, body: Readable): Promise<Outcome> {
  const part = await readFilePart(request, body);
  if (part instanceof AppError) return part;
  const { filename, contentType, bytes } = part;
  if (!isAssetType(contentType)) return invalidFile(`${contentType} cannot be uploaded.`);
  if (!(await isContentOf(contentType, bytes))) {
    return invalidFile(`The content is not ${contentType}.`);
  }
  return { file: { filename: toFilename(filename), contentType, bytes } };
}

function readFilePart(request: FastifyRequest, body: Readable): Promise<Upload | AppError> {
  const parser = openParser(request.headers);
  if (!parser) return Promise.resolve(invalidFile('The boundary between the parts is missing.'));

  return new Promise((resolve, reject) => {
    // Hung up before reading began: nothing would ever come, not even an error.
    if (body.destroyed) return reject(new Error('The connection is closed.'));
    let file: Upload | undefined;
    let chunks: Buffer[] = [];

    function refuse(refusal: AppError): void {
      chunks = [];
      body.unpipe(parser);
      // What still comes is thrown away unread, so that the caller gets to the answer.
      body.resume();
      resolve(refusal);
    }

    parser.on('file', (...[name, stream, filename, , contentType]) => {
      stream.on('error', () => {});
      stream.on('limit', () => refuse(tooLarge()));
      if (name !== 'file') return refuse(unknownField(name));
      if (file) return refuse(invalidFile('Send one file alone.'));
      file = { filename, contentType, bytes: Buffer.alloc(0) };
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    });
    parser.on('field', (name) =>
      refuse(name === 'file' ? invalidFile('This is a text, not a file.') : unknownField(name)),
    );
    parser.on('error', () => refuse(invalidFile('The parts of the body are malformed.')));
    parser.on('finish', () => {
      if (!file) return refuse(invalidFile('The file is missing.'));
      resolve({ ...file, bytes: Buffer.concat(chunks) });
    });
    body.on('error', reject);
    body.pipe(parser);
  });
}

const HEADER_PAIRS_MAX = 20;
const HEADER_BYTES_MAX = 16_384;
/** One more than is allowed, so that the one too many is seen. */
const PARTS_MAX = 2;

function openParser(headers: FastifyRequest['headers']): BusboyInstance | undefined {
  try {
    return new Busboy({
      headers: { ...headers, 'content-type': headers['content-type'] ?? '' },
      isPartAFile: (_name, _type, filename) => filename !== undefined,
      limits: {
        fileSize: UPLOAD_BYTES_MAX,
        fieldSize: 0,
        parts: PARTS_MAX,
        headerPairs: HEADER_PAIRS_MAX,
        headerSize: HEADER_BYTES_MAX,
      },
    });
  } catch {
    return undefined;
  }
}

function invalidFile(message: string): AppError {
  return invalid('file', message);
}

function tooLarge(): AppError {
  return invalidFile('The file is larger than 4 MB (4,194,304 bytes).');
}

function unknownField(name: string | undefined): AppError {
  return invalid(name ?? '', 'Unknown field');
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', 'The upload is not valid.', {
    details: { issues: [{ path, message }] },
  });
}
