import { redactSecrets } from '../api-keys/secret.ts';
import type { ErrorDetails } from '../errors.ts';
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

/** The array parameters of `INSERT_ROWS`, one array for each column. */
export function toColumns(rows: readonly UsageRow[]): unknown[][] {
  return [
    rows.map((row) => row.workspaceId),
    rows.map((row) => row.id),
    rows.map((row) => row.keyId),
    rows.map((row) => row.occurredAt.toISOString()),
    rows.map((row) => row.method),
    rows.map((row) => toStoredText(row.path).slice(0, PATH_CHARS_MAX)),
    rows.map((row) => row.route),
    rows.map((row) => row.status),
    rows.map((row) => row.durationMs),
    rows.map((row) => row.creditsCharged),
    rows.map((row) => row.isReplayed),
    rows.map((row) => row.errorCode),
    rows.map((row) => toStoredError(row.error)),
  ];
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
