// Answers of the size and shape that this server gives, from contestants that look nothing up.

export type ContactParams = { Params: { contactId: string } };
export type ItemsBody = { Body: { items: unknown[] } };

const EMPTY_FIELDS = {
  phone: null,
  display_name: null,
  job_title: null,
  address: null,
  address2: null,
  city: null,
  state: null,
  country: null,
  zip_code: null,
  lead_status: null,
  lifecycle_stage: null,
  tented_score: null,
  unsubscribed: false,
  marketing_email_subscribed: null,
  marketing_sms_subscribed: null,
};

export function someContact(id: string) {
  return {
    id,
    email: 'contact-0000001@example.com',
    first_name: 'Ada',
    last_name: 'Lovelace',
    company: 'Analytical Engines',
    ...EMPTY_FIELDS,
    created_at: '2026-03-13T15:40:00.000Z',
    updated_at: '2026-03-13T15:40:00.000Z',
  };
}

const SOME_ID = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';

export function acceptAll(items: unknown[]) {
  return {
    accepted: items.length,
    rejected: 0,
    results: items.map((_, index) => ({ index, status: 'accepted', contact_id: SOME_ID })),
  };
}
