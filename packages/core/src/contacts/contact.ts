/** A contact as the domain holds it. `null` = empty. */
export type Contact = {
  id: string;
  email: string | null;
  phone: string | null;
  display_name: string | null;
  first_name: string | null;
  last_name: string | null;
  company: string | null;
  job_title: string | null;
  address: string | null;
  address2: string | null;
  city: string | null;
  state: string | null;
  country: string | null;
  zip_code: string | null;
  lead_status: string | null;
  lifecycle_stage: string | null;
  tented_score: number | null;
  unsubscribed: boolean;
  marketing_email_subscribed: boolean | null;
  marketing_sms_subscribed: boolean | null;
  created_at: Date;
  updated_at: Date;
};

/** Columns in the order and with the types in which SQL statements name them. */
export const CONTACT_COLUMNS = {
  id: 'uuid',
  email: 'text',
  phone: 'text',
  display_name: 'text',
  first_name: 'text',
  last_name: 'text',
  company: 'text',
  job_title: 'text',
  address: 'text',
  address2: 'text',
  city: 'text',
  state: 'text',
  country: 'text',
  zip_code: 'text',
  lead_status: 'text',
  lifecycle_stage: 'text',
  tented_score: 'double precision',
  unsubscribed: 'boolean',
  marketing_email_subscribed: 'boolean',
  marketing_sms_subscribed: 'boolean',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
} as const satisfies Record<keyof Contact, string>;

export const CONTACT_FIELDS = Object.keys(CONTACT_COLUMNS) as (keyof Contact)[];

const EMPTY = Object.fromEntries(CONTACT_FIELDS.map((field) => [field, null])) as Record<
  keyof Contact,
  null
>;

export function newContact(id: string, at: Date): Contact {
  return { ...EMPTY, id, unsubscribed: false, created_at: at, updated_at: at };
}
