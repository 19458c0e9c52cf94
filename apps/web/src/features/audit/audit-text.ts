import { formatDate } from '../../lib/format.ts';
import type { Outputs } from '../../lib/trpc.ts';

export type AuditEntry = Outputs['audit']['list']['rows'][number];

const GRACES: Record<string, string> = {
  now: 'the old one stopped at once',
  '1h': 'the old one worked for another hour',
  '24h': 'the old one worked for another 24 hours',
  first_use: 'the old one worked until the first use of the new one',
};

const FIELDS: Record<string, string> = {
  companyName: 'company name',
  domain: 'domain',
  description: 'description',
  primaryColor: 'colour',
};

type Data = Record<string, unknown>;
type Sentence = (data: Data) => string;

const SENTENCES: Record<string, Sentence> = {
  'workspace.create': (data) => `Created the workspace ${quoted(data.name)}`,
  'api_key.create': (data) =>
    `Created the key ${quoted(data.name)}${typeof data.expiresAt === 'string' ? `, until ${formatDate(data.expiresAt)}` : ''}`,
  'api_key.rename': (data) => `Renamed the key ${quoted(data.before)} to ${quoted(data.after)}`,
  'api_key.rotate': (data) =>
    `Rotated the key ${quoted(data.name)}: ${GRACES[String(data.grace)] ?? 'it has a new secret'}`,
  'api_key.end_previous': (data) => `Ended the old secret of the key ${quoted(data.name)}`,
  'api_key.delete': (data) =>
    data.name ? `Deleted the key ${quoted(data.name)}` : 'Deleted a key',
  'member.invite': (data) => `Invited ${text(data.email)} as ${text(data.role)}`,
  'member.reinvite': (data) => `Sent ${text(data.email)} a new invitation as ${text(data.role)}`,
  'member.uninvite': (data) => `Cancelled the invitation of ${text(data.email)}`,
  'member.join': (data) => `Joined as ${text(data.role)}`,
  'member.role': (data) =>
    `Changed ${text(data.name || data.email)} from ${text(data.before)} to ${text(data.after)}`,
  'member.remove': (data) => `Removed ${text(data.name || data.email)}, ${text(data.role)}`,
  'member.leave': (data) => `Left the workspace, as ${text(data.role)}`,
  'brand.update': (data) => `Changed the brand: ${list(data.changed)}`,
  'brand.picture': (data) =>
    data.isRemoved ? `Removed the ${text(data.picture)}` : `Uploaded the ${text(data.picture)}`,
  'template.create': (data) => `Created the template ${quoted(data.name)}`,
  'template.update': (data) => `Changed the template ${quoted(data.name)}`,
  'template.approve': (data) => `Approved the template ${quoted(data.name)}`,
  'template.withdraw': (data) => `Withdrew the approval of the template ${quoted(data.name)}`,
  'template.delete': (data) => `Deleted the template ${quoted(data.name)}`,
};

/** What was done, as a sentence; an action without one is told by its name. */
export function sentenceOf({
  action,
  data,
  createdAt,
}: Pick<AuditEntry, 'action' | 'data' | 'createdAt'>): string {
  if (action === 'workspace.plan') return toPlan(data, createdAt);
  return SENTENCES[action]?.(data) ?? action;
}

/** Who did it. */
export function actorOf({ actor, isOperator }: Pick<AuditEntry, 'actor' | 'isOperator'>): string {
  if (actor) return actor.name || actor.email;
  return isOperator ? 'Operator' : 'Somebody who is gone';
}

/** A change that counts later than it was made is a downgrade. */
function toPlan({ before, after, takenBack, from }: Data, createdAt: string): string {
  if (typeof takenBack === 'string') {
    return `Kept ${plan(after)}: the change to ${plan(takenBack)} was taken back`;
  }
  const later = typeof from === 'string' && from > createdAt ? `, from ${formatDate(from)}` : '';
  return `Changed the plan from ${plan(before)} to ${plan(after)}${later}`;
}

function plan(value: unknown): string {
  const name = text(value);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function list(value: unknown): string {
  return Array.isArray(value)
    ? value.map((name) => FIELDS[String(name)] ?? String(name)).join(', ')
    : '';
}

function quoted(value: unknown): string {
  return `“${text(value)}”`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '?';
}
