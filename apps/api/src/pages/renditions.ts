import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type LivePage, readPageHtml } from '@tented/core';
import type { Pool } from '@tented/db';
import { LRUCache } from 'lru-cache';
import { withBranding } from './branding.ts';

export const ENCODINGS = ['br', 'gzip', 'identity'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** A page as it is sent. */
export type Rendition = {
  /** Strong: each encoding has its own. */
  etag: string;
  body: Buffer;
};

export type Renditions = {
  /** Null when the page was deleted after it had been found. */
  get(page: LivePage, encoding: Encoding): Promise<Rendition | null>;
};

const CACHE_BYTES_MAX = 67_108_864;

/**
 * Pages ready to be sent, each made once: with or without branding, in each encoding that is
 * asked for. What a generation shows never changes, so nothing here can be out of date; which
 * generation is live is the finder's to say.
 */
export function createRenditions(
  pool: Pool,
  { homeUrl, cacheBytesMax = CACHE_BYTES_MAX }: { homeUrl: string; cacheBytesMax?: number },
): Renditions {
  const ready = new LRUCache<string, Rendition>({
    maxSize: cacheBytesMax,
    sizeCalculation: ({ body, etag }, key) => body.length + etag.length + key.length,
  });
  const underWay = new Map<string, Promise<Rendition | null>>();

  async function make(page: LivePage, encoding: Encoding): Promise<Rendition | null> {
    if (encoding !== 'identity') {
      const plain = await get(page, 'identity');
      if (!plain) return null;
      const etag = `${plain.etag.slice(0, -1)}-${encoding}"`;
      return { etag, body: await compress(plain.body, encoding) };
    }
    const html = await readPageHtml(pool, page);
    if (html === null) return null;
    const body = Buffer.from(page.isBrandingRemoved ? html : withBranding(html, homeUrl));
    return { etag: `"${hashOf(body)}"`, body };
  }

  async function get(page: LivePage, encoding: Encoding): Promise<Rendition | null> {
    const branding = page.isBrandingRemoved ? 'bare' : 'branded';
    const key = `${page.workspaceId} ${page.generationId} ${branding} ${encoding}`;
    const known = ready.get(key);
    if (known) return known;
    let pending = underWay.get(key);
    if (!pending) {
      pending = make(page, encoding)
        .then((rendition) => {
          if (rendition) ready.set(key, rendition);
          return rendition;
        })
        .finally(() => underWay.delete(key));
      underWay.set(key, pending);
    }
    return pending;
  }

  return { get };
}

const HASH_CHARS = 22;

function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, HASH_CHARS);
}

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
/** The best there is costs ten times as much for two per cent. */
const BROTLI_QUALITY = 9;
const GZIP_LEVEL = 9;

function compress(body: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> {
  return encoding === 'gzip'
    ? gzipped(body, { level: GZIP_LEVEL })
    : brotlied(body, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
}

const HEADERS_MAX = 500;
const chosen = new LRUCache<string, Encoding>({ max: HEADERS_MAX });

/** The smallest encoding that the caller understands. */
export function chooseEncoding(accepted: string | undefined): Encoding {
  if (!accepted) return 'identity';
  // Browsers send one of a few headers.
  let encoding = chosen.get(accepted);
  if (!encoding) {
    encoding = readAccepted(accepted);
    chosen.set(accepted, encoding);
  }
  return encoding;
}

function readAccepted(accepted: string): Encoding {
  const refused = new Set<string>();
  const named = new Set<string>();
  for (const part of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
    (isRefused ? refused : named).add(name);
  }
  const isAccepted = (encoding: Encoding) =>
    named.has(encoding) || (named.has('*') && !refused.has(encoding));
  return ENCODINGS.find(isAccepted) ?? 'identity';
}
