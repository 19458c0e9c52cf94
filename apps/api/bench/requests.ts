import type { Tenant } from './world.ts';

/** What is measured. */
export const OPERATIONS = {
  get: 'GET /v1/contacts/{id}',
  post: 'POST /v1/contacts, 5 items',
} as const;

export type Operation = keyof typeof OPERATIONS;

/** The bytes of a request, and what has to stand in its answer. */
export type Request = { bytes: string; expected: string };

export const ITEMS_PER_REQUEST = 5;

/** An endless supply of requests that takes the workspaces in turn. */
export function requestsOf(operation: Operation, tenants: Tenant[]): () => Request {
  return operation === 'get' ? getRequests(tenants) : postRequests(tenants);
}

function getRequests(tenants: Tenant[]): () => Request {
  const requests = roundsOf(tenants).map(({ secret, contactId }): Request => ({
    bytes: `GET /v1/contacts/${contactId} HTTP/1.1\r\n${headersOf(secret)}\r\n`,
    expected: `"id":"${contactId}"`,
  }));
  let next = 0;
  return () => requests[next++ % requests.length]!;
}

/** First one contact of each workspace, then another of each. */
function roundsOf(tenants: Tenant[]): { secret: string; contactId: string }[] {
  const rounds = tenants[0]?.contactIds.length ?? 0;
  return Array.from({ length: rounds }, (_, round) =>
    tenants.map(({ secret, contactIds }) => ({ secret, contactId: contactIds[round]! })),
  ).flat();
}

const DIGITS = 9;

/** Contacts that nobody has seen before; every body has the same length. */
function postRequests(tenants: Tenant[]): () => Request {
  const bodyLength = bodyOf(0).length;
  const heads = tenants.map(
    ({ secret }) =>
      `POST /v1/contacts HTTP/1.1\r\n${headersOf(secret)}Content-Type: application/json\r\nContent-Length: ${bodyLength}\r\n\r\n`,
  );
  let number = 0;
  return () => {
    number += 1;
    return {
      bytes: heads[number % heads.length]! + bodyOf(number),
      expected: `"accepted":${ITEMS_PER_REQUEST}`,
    };
  };
}

function bodyOf(number: number): string {
  const name = String(number).padStart(DIGITS, '0');
  let items = '';
  for (let item = 0; item < ITEMS_PER_REQUEST; item += 1) {
    items += `${item > 0 ? ',' : ''}{"email":"new-${name}-${item}@example.com","first_name":"Grace","last_name":"Hopper","company":"Compilers"}`;
  }
  return `{"items":[${items}]}`;
}

function headersOf(secret: string): string {
  return `Host: 127.0.0.1\r\nAuthorization: Bearer ${secret}\r\n`;
}
