import type { ApiKeyRow, Balance, LedgerEntry, UsageEntry } from '@tented/core';

// What the web app receives. Moments travel as ISO-8601 in UTC.

export function toApiKeyView(key: ApiKeyRow) {
  return {
    ...key,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    deletedAt: key.deletedAt?.toISOString() ?? null,
    previous: key.previous && {
      prefix: key.previous.prefix,
      until: key.previous.until?.toISOString() ?? null,
    },
  };
}

export function toBalanceView(balance: Balance) {
  return {
    ...balance,
    periodStart: balance.periodStart.toISOString(),
    periodEnd: balance.periodEnd.toISOString(),
  };
}

export function toLedgerView(entry: LedgerEntry) {
  return { ...entry, createdAt: entry.createdAt.toISOString() };
}

export function toUsageView(entry: UsageEntry) {
  return { ...entry, occurredAt: entry.occurredAt.toISOString() };
}
