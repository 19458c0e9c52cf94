import type {
  ApiKeyRow,
  AuditRow,
  Balance,
  InvitationRow,
  LedgerEntry,
  MemberRow,
  UsageDetails,
  UsageEntry,
  UsageSummary,
} from '@tented/core';

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

/** A row of the table. What the caller was told is in the details. */
export function toUsageView({ error: _, ...entry }: UsageEntry) {
  return { ...entry, occurredAt: entry.occurredAt.toISOString() };
}

export function toUsageDetailsView({ entry, ledger, ...neighbours }: UsageDetails) {
  const { message = null, details } = entry.error ?? {};
  const { issues = [], ...more } = details ?? {};
  return {
    ...toUsageView(entry),
    error: message === null ? null : { message, issues, details: more },
    ledger: ledger.map((line) => ({ ...line, createdAt: line.createdAt.toISOString() })),
    ...neighbours,
  };
}

export function toUsageSummaryView({ edges, countedFrom, ...summary }: UsageSummary) {
  return {
    ...summary,
    edges: edges.map((edge) => edge.toISOString()),
    countedFrom: countedFrom?.toISOString() ?? null,
  };
}

export function toMemberView(member: MemberRow) {
  return { ...member, createdAt: member.createdAt.toISOString() };
}

export function toInvitationView(invitation: InvitationRow) {
  return {
    ...invitation,
    createdAt: invitation.createdAt.toISOString(),
    expiresAt: invitation.expiresAt.toISOString(),
  };
}

export function toAuditView(entry: AuditRow) {
  return { ...entry, createdAt: entry.createdAt.toISOString() };
}
