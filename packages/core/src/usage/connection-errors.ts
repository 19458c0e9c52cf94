/** SQLSTATE classes and codes after which the same statement may be tried again. */
const CONNECTION_CLASS = '08';
const SHUTDOWN_CODES = new Set(['57P01', '57P02', '57P03', '53300']);
const CONFLICT_CODES = new Set(['40001', '40P01']);

/**
 * True when PostgreSQL went away or could not be reached. Whether a commit that was under
 * way took place is then not known.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string') {
    if (code.startsWith(CONNECTION_CLASS) || SHUTDOWN_CODES.has(code)) return true;
    if (/^E[A-Z]+$/.test(code)) return true;
  }
  return /connection terminated|timeout exceeded when trying to connect|client was closed|not queryable/i.test(
    error.message,
  );
}

/** True for a deadlock or a serialization failure: PostgreSQL rolled back and asks for a retry. */
export function isConflictError(error: unknown): boolean {
  return error instanceof Error && CONFLICT_CODES.has(String((error as { code?: unknown }).code));
}

/** True when no connection came about at all: certainly nothing was done. */
export function isRefusedConnection(error: unknown): boolean {
  return (
    error instanceof Error &&
    ((error as { code?: unknown }).code === 'ECONNREFUSED' ||
      /timeout exceeded when trying to connect/i.test(error.message))
  );
}
