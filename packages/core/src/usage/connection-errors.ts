import { ConnectFailed, LostCommit } from '@tented/db';

/** SQLSTATE classes: no connection, no resources, operator intervention. */
const UNAVAILABLE_CLASSES = ['08', '53', '57'];
/** Lock timeout; a server that is read-only, as a standby that has not been promoted is. */
const UNAVAILABLE_CODES = new Set(['55P03', '25006']);
const CANCELLED = '57014';
/** PostgreSQL ended the connection of a server that stood still inside a transaction. */
const TIMED_OUT_CODES = new Set(['25P03', '25P04']);
const CONFLICT_CODES = new Set(['40001', '40P01']);
const DUPLICATE = '23505';
const DATA_CLASSES = ['22', '23'];
/** Prisma's own codes for a server that cannot be reached, or that went away. */
const PRISMA_CODES = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028']);
const BROKEN_LINE =
  /connection terminated|connection ended|timeout exceeded when trying to connect|client was closed|not queryable|read timeout|connection closed|server has closed the connection/i;

/**
 * True when PostgreSQL went away, could not be reached, or had no room. The same statement may
 * be tried again; whether a commit that was under way took place is another question.
 */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof ConnectFailed || error instanceof LostCommit) return true;
  const code = sqlStateOf(error);
  if (code !== undefined && code !== CANCELLED) {
    if (TIMED_OUT_CODES.has(code)) return true;
    if (UNAVAILABLE_CLASSES.some((start) => code.startsWith(start))) return true;
  }
  return isBrokenSocket(error) || BROKEN_LINE.test(error.message);
}

/** True when the database did not do its part, for whatever reason: answered as 503. */
export function isUnavailableError(error: unknown): boolean {
  const code = sqlStateOf(error);
  if (code === CANCELLED || (code !== undefined && UNAVAILABLE_CODES.has(code))) return true;
  return isConnectionError(error) || isConflictError(error);
}

/** True for a deadlock or a serialization failure: PostgreSQL rolled back and asks for a retry. */
export function isConflictError(error: unknown): boolean {
  return CONFLICT_CODES.has(sqlStateOf(error) ?? '');
}

/** True when the values of a statement are at fault, so that others may succeed without them. */
export function isDataError(error: unknown): boolean {
  return DATA_CLASSES.some((start) => sqlStateOf(error)?.startsWith(start));
}

/** True for a row whose id is taken: it stands already. */
export function isDuplicateError(error: unknown): boolean {
  return sqlStateOf(error) === DUPLICATE;
}

type Coded = {
  code?: unknown;
  meta?: { driverAdapterError?: { cause?: { originalCode?: unknown; kind?: unknown } } };
};

/** What Prisma's driver adapter calls a line that could not be had, or did not hold. */
const PRISMA_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout']);

/** The SQLSTATE, also of an error that Prisma has wrapped; a Prisma code of its own as `08…`. */
function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, meta } = error as Coded;
  const { originalCode: original, kind } = meta?.driverAdapterError?.cause ?? {};
  if (typeof original === 'string') return original;
  if (typeof kind === 'string' && PRISMA_KINDS.has(kind)) return '08000';
  if (typeof code !== 'string') return undefined;
  return PRISMA_CODES.has(code) ? '08000' : code;
}

/**
 * Sockets fail with the codes of the operating system. Only those of a driver count: the
 * socket of a caller fails with the same ones, and is no matter of the database.
 */
function isBrokenSocket(error: Error): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined && code !== undefined && SOCKET_CODES.has(code);
}

const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
