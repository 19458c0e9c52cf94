import type { Outputs } from '../../lib/trpc.ts';

export type Contact = Outputs['contacts']['list']['rows'][number];

/** Fields that are written as text, in the order of the form. */
export const TEXT_FIELDS = [
  ['email', 'E-mail'],
  ['phone', 'Phone'],
  ['first_name', 'First name'],
  ['last_name', 'Last name'],
  ['display_name', 'Display name'],
  ['company', 'Company'],
  ['job_title', 'Job title'],
  ['address', 'Address'],
  ['address2', 'Address, second line'],
  ['zip_code', 'Postal code'],
  ['city', 'City'],
  ['state', 'State'],
  ['country', 'Country'],
  ['lead_status', 'Lead status'],
  ['lifecycle_stage', 'Lifecycle stage'],
] as const satisfies readonly (readonly [keyof Contact, string])[];

export type TextField = (typeof TEXT_FIELDS)[number][0];

/** What a person is called in a list: by name, or else by address. */
export function nameOf(contact: Contact): string {
  const full = [contact.first_name, contact.last_name].filter(Boolean).join(' ');
  return contact.display_name || full || contact.email || contact.phone || 'Nameless';
}

/** The fields that differ from what the contact has; emptied ones as null. */
export function changesOf(
  contact: Contact | null,
  typed: Record<TextField, string>,
): Partial<Record<TextField, string | null>> {
  const changes: Partial<Record<TextField, string | null>> = {};
  for (const [field] of TEXT_FIELDS) {
    const value = typed[field].trim() || null;
    if (value !== (contact?.[field] ?? null)) changes[field] = value;
  }
  return changes;
}

export function typedFrom(contact: Contact | null): Record<TextField, string> {
  return Object.fromEntries(
    TEXT_FIELDS.map(([field]) => [field, contact?.[field] ?? '']),
  ) as Record<TextField, string>;
}
