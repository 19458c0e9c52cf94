import type { Outcome } from './send.ts';
import type { Key } from './world.ts';

/** What clients do. The names are those of the report. */
export type Operation =
  | 'note'
  | 'slow note'
  | 'note refused at its end'
  | 'note that breaks'
  | 'tent created'
  | 'tent edited'
  | 'tent deleted'
  | 'contact created'
  | 'contact read'
  | 'credits read'
  | 'unknown contact'
  | 'unknown path'
  | 'invalid body'
  | 'wrong method';

export type Answer = {
  status: number;
  /** `X-Request-Id`. */
  id: string;
  /** `Tented-Credits-Charged`. */
  creditsCharged: number;
  /** `Idempotency-Replayed`. */
  isReplayed: boolean;
  /** `Retry-After`, as it came. */
  retryAfter: string | undefined;
  body: string;
};

/** One request as its client recorded it. Moments are of one monotonic clock, in milliseconds. */
export type Entry = {
  /** Stands in whatever the request leaves behind; of its own, unless a request is sent again. */
  marker: string;
  operation: Operation;
  path: string;
  /** Null for a token that never was a key. */
  key: Key | null;
  /** What it costs when it succeeds. */
  credits: number;
  /** Sent with the marker as its `Idempotency-Key`: may be sent again when it got no answer. */
  isIdempotent: boolean;
  sentAt: number;
  /** Absent while it is under way. */
  outcome?: Answer | 'closed' | 'hung';
  endedAt?: number;
};

/** Everything that clients sent and received, and how often each kind of event took place. */
export type Journal = {
  entries: readonly Entry[];
  counts: ReadonlyMap<string, number>;
  count(kind: string, times?: number): void;
  /** Called in the instant before a request leaves. */
  sent(entry: Omit<Entry, 'sentAt' | 'outcome' | 'endedAt'>): Entry;
  /** Called in the instant after its outcome is known. */
  received(entry: Entry, outcome: Outcome): void;
};

export function openJournal(): Journal {
  const entries: Entry[] = [];
  const counts = new Map<string, number>();
  const count = (kind: string, times = 1) => counts.set(kind, (counts.get(kind) ?? 0) + times);

  return {
    entries,
    counts,
    count,
    sent(request) {
      const entry: Entry = { ...request, sentAt: performance.now() };
      entries.push(entry);
      return entry;
    },
    received(entry, outcome) {
      if (outcome === 'refused') {
        // Nothing was sent after all.
        entries.splice(entries.lastIndexOf(entry), 1);
        count('connections refused');
        return;
      }
      entry.endedAt = performance.now();
      count('requests sent');
      count(`sent: ${entry.operation}`);
      if (isSentWithDeletedKey(entry)) count('requests sent with a deleted key');
      entry.outcome = typeof outcome === 'string' ? outcome : toAnswer(outcome);
      if (typeof entry.outcome === 'string') count('closed without an answer');
      else count(`answered ${entry.outcome.status}`);
      if (isAnswered(entry) && entry.outcome.isReplayed) count('answers replayed');
    },
  };
}

function toAnswer({ status, headers, body }: Exclude<Outcome, string>): Answer {
  return {
    status,
    id: String(headers['x-request-id']),
    creditsCharged: Number(headers['tented-credits-charged'] ?? 0),
    isReplayed: headers['idempotency-replayed'] === 'true',
    retryAfter: headers['retry-after'],
    body: status < 300 ? body : '',
  };
}

export function isAnswered(entry: Entry): entry is Entry & { outcome: Answer; endedAt: number } {
  return typeof entry.outcome === 'object';
}

/** True when its key's deletion had returned before the request left. */
export function isSentWithDeletedKey({ key, sentAt }: Pick<Entry, 'key' | 'sentAt'>): boolean {
  return key?.deletionReturnedAt !== undefined && sentAt > key.deletionReturnedAt;
}

export function isSuccess({ status }: Answer): boolean {
  return status < 300;
}
