import { type Clock, newId } from '@tented/core';

/** Request ids are UUIDv7 of the moment of arrival. */
export function requestIds(clock: Clock): () => string {
  return () => newId(clock());
}

const TIMESTAMP_HEX_CHARS = 12;
const HEX = 16;

/** The moment of arrival that a request id holds, so that log and id never disagree. */
export function arrivedAt(requestId: string): Date {
  return new Date(Number.parseInt(requestId.replace('-', '').slice(0, TIMESTAMP_HEX_CHARS), HEX));
}
