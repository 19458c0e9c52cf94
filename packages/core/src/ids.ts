import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const SEQUENCE_MAX = 2 ** 32;
let sequence = Math.floor(Math.random() * SEQUENCE_MAX);

const ID_BYTES = 16;
/** Asking for random bytes costs the same for one id as for hundreds. */
const randomBytes = new Uint8Array(512 * ID_BYTES);
let randomBytesUsed = randomBytes.length;

/** Valid until the next call. */
function takeRandomBytes(): Uint8Array {
  if (randomBytesUsed >= randomBytes.length) {
    randomFillSync(randomBytes);
    randomBytesUsed = 0;
  }
  const start = randomBytesUsed;
  randomBytesUsed += ID_BYTES;
  return randomBytes.subarray(start, randomBytesUsed);
}

/**
 * A UUIDv7: ordered by time, so that newest first is the order of the primary key. Ids that
 * one process makes for the same millisecond keep the order in which they were made.
 */
export function newId(at: Date = new Date()): string {
  sequence = (sequence + 1) % SEQUENCE_MAX;
  return v7({ msecs: at.getTime(), seq: sequence, random: takeRandomBytes() });
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

/** Crockford's base 32: digits and capitals without I, L, O and U. */
const ULID_DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID_CHARS = 26;
const ULID_DIGIT_BITS = 5n;

/** A ULID: the bits of a UUIDv7 in 26 characters, ordered in the same way. */
export function newUlid(at: Date = new Date()): string {
  let bits = BigInt(`0x${newId(at).replaceAll('-', '')}`);
  let ulid = '';
  while (ulid.length < ULID_CHARS) {
    ulid = ULID_DIGITS[Number(bits & 31n)] + ulid;
    bits >>= ULID_DIGIT_BITS;
  }
  return ulid;
}

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export function isUlid(value: string): boolean {
  return ULID.test(value);
}

const TIMESTAMP_HEX_CHARS = 12;

/** The smallest UUIDv7 of a moment: ids at or above it were made then or later. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(TIMESTAMP_HEX_CHARS, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

const HEX = 16;

/** The moment that a UUIDv7 holds. */
export function momentOf(id: string): Date {
  return new Date(Number.parseInt(id.replace('-', '').slice(0, TIMESTAMP_HEX_CHARS), HEX));
}
