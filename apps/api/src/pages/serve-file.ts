import type { FileStore, PageFile } from '@tented/core';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An id always names the same bytes. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** What a browser may show by itself; the rest is offered to be saved. */
const SHOWN = /^(image|audio|video)\/|^application\/pdf$|^text\/(plain|csv)$/;

/** Pictures may bring scripts along: whatever opens one gets nothing but the picture. */
const PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/** Sends a file, or the part of it that a player asks for. */
export async function serveFile(
  { request, reply, files }: { request: FastifyRequest; reply: FastifyReply; files: FileStore },
  { file, etag, cacheControl = FOR_EVER }: { file: PageFile; etag: string; cacheControl?: string },
): Promise<FastifyReply> {
  reply.headers({
    etag,
    'cache-control': cacheControl,
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    'accept-ranges': 'bytes',
  });
  if (matchesTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  reply.headers({
    'content-type': withCharset(file.contentType),
    'content-disposition': dispositionOf(file),
  });
  // A browser's viewer of PDFs does not open in a sandbox; scripts in them are its own matter.
  if (file.contentType !== 'application/pdf') {
    reply.header('content-security-policy', PICTURE_POLICY);
  }

  const { range } = request.headers;
  if (range !== undefined && request.method === 'GET') {
    return sendPart(reply, await files.readBytes(file.storageKey), range);
  }
  const { stream, sizeBytes } = await files.get(file.storageKey);
  return reply.header('content-length', sizeBytes).send(stream);
}

function sendPart(reply: FastifyReply, bytes: Buffer, range: string): FastifyReply {
  const part = parseRange(range, bytes.length);
  if (part === undefined) return reply.send(bytes);
  if (part === null)
    return reply.code(416).header('content-range', `bytes */${bytes.length}`).send();
  return reply
    .code(206)
    .header('content-range', `bytes ${part.first}-${part.last}/${bytes.length}`)
    .send(bytes.subarray(part.first, part.last + 1));
}

type Part = { first: number; last: number };

/** Undefined for what may be passed over (several parts, other units); null for what is not there. */
function parseRange(range: string, size: number): Part | null | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  return first < size && first <= last ? { first, last } : null;
}

function withCharset(contentType: string): string {
  return contentType.startsWith('text/') ? `${contentType}; charset=utf-8` : contentType;
}

/** The name in ASCII for old programs, and as it is for the others. */
function dispositionOf({ contentType, filename }: PageFile): string {
  const kind = SHOWN.test(contentType) ? 'inline' : 'attachment';
  const plain = filename.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(filename.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** By the weak comparison, as proxies may have weakened a tag on its way. */
export function matchesTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === etag || tag === '*');
}
