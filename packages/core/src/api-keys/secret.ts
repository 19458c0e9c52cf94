import { createHash, hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

declare const isSecret: unique symbol;

/** The whole key. The type keeps it apart from strings that may be logged or stored. */
export type Secret = string & { readonly [isSecret]: true };

export const SECRET_PREFIX = 'tented_';
const RANDOM_CHARS = 30;
const CHECKSUM_CHARS = 6;
const SHOWN_CHARS = 4;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SHAPE = /^tented_[0-9A-Za-z]{36}$/;

/** 30 random base62 characters (178 bits) and a checksum. It leaves the process once. */
export function newSecret(): Secret {
  return withChecksum(SECRET_PREFIX + randomBase62(RANDOM_CHARS));
}

/** The same key for the same seed bytes: for a demo key that can be printed again. */
export function secretFromSeed(seed: string): Secret {
  let random = '';
  for (let block = 0; random.length < RANDOM_CHARS; block += 1) {
    random += toBase62(createHash('sha256').update(`${seed}:${block}`).digest());
  }
  return withChecksum(SECRET_PREFIX + random.slice(0, RANDOM_CHARS));
}

/** True for a string with the shape and the checksum of a key: no look-up is worth it otherwise. */
export function isWellFormedSecret(token: string): token is Secret {
  return (
    isShapedLikeSecret(token) &&
    checksum(token.slice(0, -CHECKSUM_CHARS)) === token.slice(-CHECKSUM_CHARS)
  );
}

/**
 * Plain SHA-256, no salt and no stretching: the secret is 178 random bits, so there is
 * nothing to guess, and an unsalted hash can be looked up by index
 * (docs/decisions/0006-unsalted-key-hash.md).
 */
export function hashSecret(secret: Secret): Buffer {
  return Buffer.from(hashToHex(secret), 'hex');
}

/** The same in hex, as a key for maps: the way to it that costs least. */
export function hashToHex(token: string): string {
  return hash('sha256', token, 'hex');
}

/** True for a string with the shape of a key. Its checksum may be wrong. */
export function isShapedLikeSecret(token: string): boolean {
  return SHAPE.test(token);
}

/** What lists show: enough to recognise a key, too little to guess it. */
export function maskSecret(secret: Secret): string {
  const body = secret.slice(SECRET_PREFIX.length);
  return `${SECRET_PREFIX}${body.slice(0, SHOWN_CHARS)}…${body.slice(-SHOWN_CHARS)}`;
}

const ANY_SECRET = /tented_[0-9A-Za-z]{8,}/g;

/** For everything that is written down: whatever looks like a key keeps its prefix only. */
export function redactSecrets(text: string): string {
  return text.includes(SECRET_PREFIX)
    ? text.replaceAll(ANY_SECRET, `${SECRET_PREFIX}[redacted]`)
    : text;
}

function withChecksum(body: string): Secret {
  return (body + checksum(body)) as Secret;
}

function checksum(body: string): string {
  let rest = crc32(body);
  let digits = '';
  for (let place = 0; place < CHECKSUM_CHARS; place += 1) {
    digits = BASE62.charAt(rest % BASE62.length) + digits;
    rest = Math.floor(rest / BASE62.length);
  }
  return digits;
}

function randomBase62(chars: number): string {
  let text = '';
  while (text.length < chars) text += toBase62(randomBytes(chars));
  return text.slice(0, chars);
}

// 248 is the largest multiple of 62 in a byte: taking only what lies below it keeps
// every character equally likely.
const UNBIASED_LIMIT = 248;

function toBase62(bytes: Buffer): string {
  let text = '';
  for (const byte of bytes) {
    if (byte < UNBIASED_LIMIT) text += BASE62.charAt(byte % BASE62.length);
  }
  return text;
}
