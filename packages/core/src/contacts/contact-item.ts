import { z } from 'zod';
import { text } from '../text.ts';
import { normaliseEmail, normalisePhone } from './identity.ts';

export const EMAIL_CHARS_MAX = 320;
export const PHONE_CHARS_MAX = 32;
export const ITEMS_MAX = 25;

const email = text(EMAIL_CHARS_MAX)
  .transform(normaliseEmail)
  .pipe(z.email('Invalid email address'))
  .describe('Compared after trimming and lower-casing.');

const phone = text(PHONE_CHARS_MAX)
  .transform((value, ctx) => {
    const normalised = normalisePhone(value);
    if (normalised === null) ctx.addIssue({ code: 'custom', message: 'Invalid phone number' });
    return normalised ?? z.NEVER;
  })
  .describe('Kept as E.164; without a country code as digits.');

const clientItemId = text(255).describe("The caller's own id of this item, echoed in its result.");

/** The fields of a contact that can be cleared with null. */
const nullableFields = {
  display_name: text(255).nullish().describe('The name to show.'),
  first_name: text(255).nullish().describe('Given name.'),
  last_name: text(255).nullish().describe('Family name.'),
  company: text(255).nullish().describe('Where the person works.'),
  job_title: text(255).nullish().describe('What the person does there.'),
  address: text(500).nullish().describe('Street and number.'),
  address2: text(255).nullish().describe('Second line of the address.'),
  city: text(255).nullish().describe('City.'),
  state: text(255).nullish().describe('State, province or region.'),
  country: text(255).nullish().describe('Country, as you write it.'),
  zip_code: text(50).nullish().describe('Postal code.'),
  lead_status: text(100).nullish().describe('Where the lead stands, in your own words.'),
  lifecycle_stage: text(100).nullish().describe('Stage of the relation, in your own words.'),
  tented_score: z.number().nullish().describe('A score, without a unit; higher is better.'),
  marketing_email_subscribed: z.boolean().nullish().describe('Null = not known.'),
  marketing_sms_subscribed: z.boolean().nullish().describe('Null = not known.'),
};

const contactFields = {
  ...nullableFields,
  unsubscribed: z.boolean().optional().describe('Wants no messages at all; false by default.'),
};

const contactId = z.guid('Not a UUID').describe('The id this API gave the contact.');

/** A contact to create. Null means the same as leaving the field out. */
export const CreateItem = z
  .strictObject({
    client_item_id: clientItemId.nullish(),
    email: email.nullish(),
    phone: phone.nullish(),
    ...contactFields,
  })
  .refine((item) => item.email != null || item.phone != null, {
    message: 'Either email or phone is required',
    path: [],
  });

/** Names a contact by `contact_id`, else `email`, else `phone`; the rest is what changes. */
export const UpdateItem = z
  .strictObject({
    client_item_id: clientItemId.nullish(),
    contact_id: contactId.nullish(),
    email: email.nullish(),
    phone: phone.nullish(),
    ...contactFields,
  })
  .refine((item) => item.contact_id != null || item.email != null || item.phone != null, {
    message: 'One of contact_id, email or phone is required',
    path: [],
  });

/** Names a contact by `contact_id`, else `email`, else `phone`. */
export const DeleteItem = z
  .strictObject({
    client_item_id: clientItemId.nullish(),
    contact_id: contactId.nullish(),
    email: email.nullish(),
    phone: phone.nullish(),
  })
  .refine((item) => item.contact_id != null || item.email != null || item.phone != null, {
    message: 'One of contact_id, email or phone is required',
    path: [],
  });

export type CreateItem = z.output<typeof CreateItem>;
export type UpdateItem = z.output<typeof UpdateItem>;
export type DeleteItem = z.output<typeof DeleteItem>;
