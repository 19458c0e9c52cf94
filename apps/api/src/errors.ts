import {
  AppError,
  type ErrorCode,
  type ErrorDetails,
  isUnavailableError,
  issuesOf,
  unavailable,
} from '@tented/core';
import { TRPCError } from '@trpc/server';
import { ZodError } from 'zod';

export type FailureCode = ErrorCode | 'internal_error';

/** The one table from codes to statuses. */
export const STATUS = {
  invalid_request: 400,
  unauthorized: 401,
  forbidden: 403,
  plan_required: 403,
  insufficient_scope: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  alias_taken: 409,
  idempotency_in_progress: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  insufficient_credits: 429,
  rate_limited: 429,
  publish_limit_reached: 429,
  internal_error: 500,
  unavailable: 503,
} as const satisfies Record<FailureCode, number>;

/** What a caller is told of a failure, on every surface. */
export type Failure = {
  code: FailureCode;
  message: string;
  details?: ErrorDetails | undefined;
  retryAfterSeconds?: number | undefined;
};

/** The body of every error of the public API. */
export type ErrorBody = {
  error: string;
  code: FailureCode;
  request_id: string;
  details?: ErrorDetails;
};

export function toErrorBody({ code, message, details }: Failure, requestId: string): ErrorBody {
  return { error: message, code, request_id: requestId, ...(details && { details }) };
}

/** The one place that decides what a caller sees of a failure. */
export function toFailure(thrown: unknown): Failure {
  const error = thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown;

  if (error instanceof AppError) {
    const { code, message, details, retryAfterSeconds } = error;
    return { code, message, details, retryAfterSeconds };
  }
  // Only bad input is the caller's fault: tRPC wraps bad output in a ZodError too.
  if (error instanceof ZodError && thrown instanceof TRPCError && thrown.code === 'BAD_REQUEST') {
    return {
      code: 'invalid_request',
      message: 'Invalid request',
      details: { issues: issuesOf(error) },
    };
  }
  if (isUnavailableError(error)) return toFailure(unavailable(error));
  return (
    frameworkFailure(error) ??
    frameworkFailure(thrown) ?? {
      code: 'internal_error',
      message: 'Something went wrong on our side. If it happens again, tell us the request id.',
    }
  );
}

/** What Fastify and tRPC refuse by themselves, in our words. */
function frameworkFailure(error: unknown): Failure | undefined {
  if (error instanceof TRPCError) return TRPC_FAILURES[error.code];
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const known = FASTIFY_FAILURES[String(code)];
  if (known) return known;
  // secure-json-parse and the parsers of bodies throw plain errors with a 4xx status.
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return { code: 'invalid_request', message: 'The request body is not valid JSON.' };
  }
  return undefined;
}

const TRPC_FAILURES: Partial<Record<TRPCError['code'], Failure>> = {
  NOT_FOUND: { code: 'not_found', message: 'No such procedure.' },
  METHOD_NOT_SUPPORTED: { code: 'method_not_allowed', message: 'Method not allowed.' },
  UNSUPPORTED_MEDIA_TYPE: {
    code: 'unsupported_media_type',
    message: 'Send the body as application/json.',
  },
  PARSE_ERROR: { code: 'invalid_request', message: 'The request body is not valid JSON.' },
  BAD_REQUEST: { code: 'invalid_request', message: 'Invalid request' },
};

const FASTIFY_FAILURES: Record<string, Failure> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'payload_too_large',
    message: 'The request body is larger than 1 MiB.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'unsupported_media_type',
    message: 'Send the body as application/json.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'invalid_request',
    message: 'The request body is empty; JSON was announced.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    code: 'invalid_request',
    message: 'The request body is not valid JSON.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    code: 'invalid_request',
    message: 'The request body does not have the announced length.',
  },
};
