/** Every way a request can fail through its caller's fault, plus `unavailable`. */
export type ErrorCode =
  | 'invalid_request'
  | 'unauthorized'
  | 'forbidden'
  | 'plan_required'
  | 'insufficient_scope'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'alias_taken'
  | 'idempotency_in_progress'
  | 'idempotency_mismatch'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'insufficient_credits'
  | 'rate_limited'
  | 'publish_limit_reached'
  | 'unavailable';

/** A field of the request and what is wrong with it; `path` joins names and indexes by dots. */
export type Issue = { path: string; message: string };

export type ErrorDetails = { issues?: Issue[]; [key: string]: unknown };

/** A failure the caller may know of: message and details are public by definition. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  /** When trying again makes sense, in seconds; answered as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    {
      details,
      retryAfterSeconds,
      cause,
    }: { details?: ErrorDetails; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.name = 'AppError';
    this.code = code;
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The one text for a key that is missing, malformed, unknown, deleted or expired. */
export function unauthorized(): AppError {
  return new AppError('unauthorized', 'A valid API key is required: Authorization: Bearer <key>.');
}

export function planRequired(): AppError {
  return new AppError(
    'plan_required',
    'API access is part of the Pro and Max plans; this workspace is on Free.',
  );
}

export function notFound(thing: string): AppError {
  return new AppError('not_found', `${thing} not found.`);
}

const RETRY_AFTER_SECONDS = 1;

/** The database did not do its part: nothing was done and nothing was charged. */
export function unavailable(cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'The service cannot reach its database. Nothing was done; try again.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS, cause },
  );
}

/**
 * The connection broke while a commit was under way, and nobody could be asked since
 * whether it took place. The only honest answer is none.
 */
export class UncertainOutcome extends Error {
  override readonly name = 'UncertainOutcome';
}
