import type { PublicMeta } from '../public-trpc.ts';
import { type FailureCode, STATUS } from '../../errors.ts';

/** Codes that only the settings app meets. */
type SettingsCode = 'forbidden' | 'conflict';
export type PublicCode = Exclude<FailureCode, SettingsCode>;

type Failure = {
  /** What it means, for the reference. */
  meaning: string;
  /** What an answer says. */
  message: string;
  details?: object;
};

/** Every way to fail, in the order of the checks. */
const FAILURES: Record<PublicCode, Failure> = {
  unauthorized: {
    meaning: 'The key is missing, malformed, unknown, deleted or expired.',
    message: 'A valid API key is required: Authorization: Bearer <key>.',
  },
  plan_required: {
    meaning: "The workspace's plan does not include this.",
    message: 'API access is part of the Pro and Max plans; this workspace is on Free.',
  },
  insufficient_scope: {
    meaning: 'The key is read-only and the operation writes.',
    message: 'This key is read-only; this operation writes.',
  },
  method_not_allowed: {
    meaning: 'The path does not know the method; `Allow` names those it knows.',
    message: 'PUT is not allowed here. Allowed: GET, HEAD.',
  },
  rate_limited: {
    meaning: 'Too many requests for now; `Retry-After` says when to go on.',
    message: 'Too many requests: 600 a minute are allowed. Try again in 41 s.',
  },
  payload_too_large: {
    meaning: 'The body is larger than 1 MiB.',
    message: 'The request body is larger than 1 MiB.',
  },
  unsupported_media_type: {
    meaning: 'The body is not of the documented type, or compressed.',
    message: 'Send the body as application/json.',
  },
  invalid_request: {
    meaning: 'The request is not valid; `details.issues` names the fields.',
    message: 'Invalid request',
    details: { issues: [{ path: 'colour', message: 'Unknown field' }] },
  },
  idempotency_in_progress: {
    meaning: 'A request with the same `Idempotency-Key` is still being worked on.',
    message: 'A request with this Idempotency-Key is still being worked on. Try again in a moment.',
  },
  idempotency_mismatch: {
    meaning: 'The `Idempotency-Key` was used for another method, path or body.',
    message: 'This Idempotency-Key was used for another method, path or body. Use a new key.',
  },
  not_found: {
    meaning: 'There is no such thing in this workspace.',
    message: 'Contact not found.',
  },
  alias_taken: {
    meaning: 'Another page of the workspace has the alias.',
    message: 'The alias is taken.',
  },
  insufficient_credits: {
    meaning:
      "This month's credits do not cover the request; `Retry-After` leads to the next month.",
    message: 'This request costs 1 credit, more than this month has left.',
    details: { credits_required: 1, credits_remaining: 0 },
  },
  publish_limit_reached: {
    meaning: 'The workspace has as many live pages as its plan allows.',
    message: 'The plan allows 500 live pages. Unpublish one first.',
  },
  internal_error: {
    meaning: 'Something went wrong on our side; nothing was charged.',
    message: 'Something went wrong on our side. If it happens again, tell us the request id.',
  },
  unavailable: {
    meaning: 'The database cannot be reached: nothing was done, nothing was charged.',
    message: 'The service cannot reach its database. Nothing was done; try again.',
  },
};

export const PUBLIC_CODES = Object.keys(FAILURES) as PublicCode[];
export const EXAMPLE_REQUEST_ID = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';

/** One example for each code, for `components.examples`. */
export function errorExamples() {
  return Object.fromEntries(
    Object.entries(FAILURES).map(([code, { meaning, message, details }]) => [
      code,
      {
        summary: meaning,
        value: {
          error: message,
          code,
          request_id: EXAMPLE_REQUEST_ID,
          ...(details && { details }),
        },
      },
    ]),
  );
}

export const meaningOf = (code: PublicCode) => FAILURES[code].meaning;

/**
 * The ways in which an operation can fail: those that follow from its method, path, body and
 * price, and those it declares itself (`meta.failures`).
 */
export function failureCodesOf(meta: PublicMeta): PublicCode[] {
  const { method, path } = meta.openapi ?? { method: 'GET', path: '/' };
  const isWrite = method !== 'GET';
  const codes = new Set<FailureCode>([
    'invalid_request',
    'unauthorized',
    'plan_required',
    'method_not_allowed',
    'rate_limited',
    'internal_error',
    'unavailable',
    ...(isWrite ? WRITE_CODES : []),
    // A file that is too large is a bad file, whose field can be named.
    ...(isWrite && !meta.multipart ? (['payload_too_large'] as const) : []),
    ...(path.includes('{') ? (['not_found'] as const) : []),
    ...(meta.credits ? (['insufficient_credits'] as const) : []),
    ...(meta.failures ?? []),
  ]);
  return PUBLIC_CODES.filter((code) => codes.has(code));
}

const WRITE_CODES = [
  'insufficient_scope',
  'unsupported_media_type',
  'idempotency_in_progress',
  'idempotency_mismatch',
] as const;

/** The same by status, lowest first. */
export function failuresByStatus(meta: PublicMeta): [number, PublicCode[]][] {
  return [...Map.groupBy(failureCodesOf(meta), (code) => STATUS[code])].toSorted(
    ([a], [b]) => a - b,
  );
}
