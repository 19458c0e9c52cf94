import { monotonicFactory } from 'ulid';
import { v7 } from 'uuid';

const SEQUENCE_MAX = 2 ** 32;
let sequence = Math.floor(Math.random() * SEQUENCE_MAX);

/**
 * A UUIDv7: ordered by time, so that newest first is the order of the primary key. Ids that
 * one process makes for the same millisecond keep the order in which they were made.
 */
export function newId(at: Date = new Date()): string {
  sequence = (sequence + 1) % SEQUENCE_MAX;
  return v7({ msecs: at.getTime(), seq: sequence });
}

const nextUlid = monotonicFactory();
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** A ULID, 26 characters, for what the public API names so: generations, assets, bulk jobs. */
export function newUlid(at: Date = new Date()): string {
  return nextUlid(at.getTime());
}

export function isUlid(value: string): boolean {
  return ULID.test(value);
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

const TIMESTAMP_HEX_CHARS = 12;

/** The smallest UUIDv7 of a moment: ids at or above it were made then or later. */
export function firstIdAt(at: Date): string {
  const hex = Math.max(0, at.getTime()).toString(16).padStart(TIMESTAMP_HEX_CHARS, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
