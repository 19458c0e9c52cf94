import { redactSecrets } from '../api-keys/secret.ts';
import type { ErrorDetails } from '../errors.ts';
import { toSqlArray, toSqlColumn } from '../sql-array.ts';
import { toStorable } from '../text.ts';

/** What the log keeps of one answer. Credits given back later are added to the stored row. */
export type UsageRow = {
  workspaceId: string;
  /** The request id: a UUIDv7 of the moment of arrival. */
  id: string;
  keyId: string;
  /** Which of the key's secrets the request carried: for the check at the commit, not stored. */
  secretNumber: number;
  occurredAt: Date;
  method: string;
  path: string;
  route: string | null;
  status: number;
  durationMs: number;
  creditsCharged: number;
  /** The answer was a repetition of an earlier one, by its `Idempotency-Key`. */
  isReplayed: boolean;
  errorCode: string | null;
  error: { message: string; details?: ErrorDetails | undefined } | null;
};

const PATH_CHARS_MAX = 2_048;
const ERROR_CHARS_MAX = 8_192;
const MESSAGE_CHARS_MAX = 1_024;

/** The array parameters of statements that insert rows, one array for each column. */
export function toColumns(rows: readonly UsageRow[]): string[] {
  return [
    toSqlArray(rows, (row) => row.workspaceId),
    toSqlArray(rows, (row) => row.id),
    toSqlArray(rows, (row) => row.keyId),
    toSqlArray(rows, isoMoments()),
    toSqlArray(rows, (row) => row.method),
    toSqlArray(rows, (row) => toStoredText(row.path).slice(0, PATH_CHARS_MAX)),
    toSqlColumn(rows, (row) => row.route),
    toSqlArray(rows, (row) => row.status),
    toSqlArray(rows, (row) => row.durationMs),
    toSqlArray(rows, (row) => row.creditsCharged),
    toSqlArray(rows, (row) => row.isReplayed),
    toSqlColumn(rows, (row) => row.errorCode),
    toSqlColumn(rows, (row) => toStoredError(row.error)),
  ];
}

/** Rows of one batch came within few milliseconds: most moments are that of the row before. */
function isoMoments(): (row: UsageRow) => string {
  let ms = Number.NaN;
  let text = '';
  return ({ occurredAt }) => {
    if (occurredAt.getTime() !== ms) {
      ms = occurredAt.getTime();
      text = occurredAt.toISOString();
    }
    return text;
  };
}

/** Column types of `toColumns`, in its order. */
export const COLUMN_TYPES = [
  'uuid',
  'uuid',
  'uuid',
  'timestamptz',
  'text',
  'text',
  'text',
  'smallint',
  'integer',
  'integer',
  'boolean',
  'text',
  'jsonb',
] as const;

export const COLUMN_NAMES = [
  'workspace_id',
  'id',
  'key_id',
  'occurred_at',
  'method',
  'path',
  'route',
  'status',
  'duration_ms',
  'credits_charged',
  'is_replayed',
  'error_code',
  'error',
] as const;

function toStoredText(text: string): string {
  return redactSecrets(toStorable(text));
}

function toStoredError(error: UsageRow['error']): string | null {
  if (!error) return null;
  // Cleaned before it becomes JSON: afterwards, escapes cannot be told from what is escaped.
  const toJson = (value: unknown) =>
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'string' ? toStoredText(part) : part,
    );
  const text = toJson(error);
  return text.length > ERROR_CHARS_MAX
    ? toJson({ message: error.message.slice(0, MESSAGE_CHARS_MAX) })
    : text;
}
