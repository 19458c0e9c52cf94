import { CreateItem, DeleteItem, UpdateItem } from '@tented/core';
import { z } from 'zod';
import { exampleOf } from '../rest/document/examples.ts';
import { itemsOf } from '../rest/items.ts';
import { Id, Timestamp } from '../rest/schemas.ts';

/** What is said of a field when it is written is said when it is read. */
const saidOf = (name: keyof typeof CreateItem.shape) => CreateItem.shape[name].description ?? '';

const textLike = (name: keyof typeof CreateItem.shape) =>
  z
    .string()
    .nullable()
    .meta({ description: saidOf(name) });

export const ContactRow = z
  .object({
    id: Id,
    email: z.string().nullable().meta({ description: 'Trimmed, lower case.' }),
    phone: z.string().nullable().meta({ description: 'E.164; digits without a country code.' }),
    display_name: textLike('display_name'),
    first_name: textLike('first_name'),
    last_name: textLike('last_name'),
    company: textLike('company'),
    job_title: textLike('job_title'),
    address: textLike('address'),
    address2: textLike('address2'),
    city: textLike('city'),
    state: textLike('state'),
    country: textLike('country'),
    zip_code: textLike('zip_code'),
    lead_status: textLike('lead_status'),
    lifecycle_stage: textLike('lifecycle_stage'),
    tented_score: z
      .number()
      .nullable()
      .meta({ description: saidOf('tented_score') }),
    unsubscribed: z.boolean().meta({ description: 'Wants no messages at all.' }),
    marketing_email_subscribed: z.boolean().nullable().meta({ description: 'Null = not known.' }),
    marketing_sms_subscribed: z.boolean().nullable().meta({ description: 'Null = not known.' }),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Contact', description: 'A contact; fields are null where empty.' });

const Issue = z.object({
  path: z.string().meta({ description: 'Field of the item.' }),
  message: z.string().meta({ description: 'What is wrong with it.' }),
});

const index = z.int().min(0).meta({ description: 'Position of the item in the request, from 0.' });
const clientItemId = z.string().optional().meta({ description: "The caller's own id, echoed." });

const ItemResult = z
  .discriminatedUnion('status', [
    z.object({
      index,
      client_item_id: clientItemId,
      status: z.literal('accepted'),
      contact_id: Id,
    }),
    z.object({
      index,
      client_item_id: clientItemId,
      status: z.literal('rejected'),
      contact_id: Id.optional().meta({
        description: 'The existing contact, with `already_exists`.',
      }),
      error: z.object({
        code: z
          .enum(['invalid_item', 'already_exists', 'not_found', 'ambiguous'])
          .meta({ description: 'Why, for programs.' }),
        message: z.string().meta({ description: 'Why, for people.' }),
        issues: z.array(Issue).optional().meta({ description: 'With `invalid_item`.' }),
      }),
    }),
  ])
  .meta({ id: 'ContactItemResult' });

export const BatchResult = z
  .object({
    accepted: z.int().min(0).meta({ description: 'Items that took effect.' }),
    rejected: z.int().min(0).meta({ description: 'Items that did not.' }),
    results: z.array(ItemResult).meta({ description: 'One for each item, in request order.' }),
  })
  .meta({ id: 'ContactBatchResult' });

export const CreateInput = z.strictObject({
  items: itemsOf(CreateItem, 'ContactCreateItem'),
  on_conflict: z
    .enum(['reject', 'update'])
    .default('reject')
    .meta({ description: 'What becomes of an item that matches a contact.' }),
});
export const UpdateInput = z.strictObject({ items: itemsOf(UpdateItem, 'ContactUpdateItem') });
export const DeleteInput = z.strictObject({ items: itemsOf(DeleteItem, 'ContactDeleteItem') });

const CONTACT_ID = '0199c6a2-80b1-7f0c-8d2e-5a9c3e7b1f24';

export const contactExample = exampleOf(ContactRow, {
  id: CONTACT_ID,
  email: 'ada@example.com',
  phone: '+49301234567',
  display_name: null,
  first_name: 'Ada',
  last_name: 'Lovelace',
  company: 'Analytical Engines',
  job_title: 'Programmer',
  address: null,
  address2: null,
  city: 'London',
  state: null,
  country: 'United Kingdom',
  zip_code: null,
  lead_status: 'qualified',
  lifecycle_stage: 'customer',
  tented_score: 87.5,
  unsubscribed: false,
  marketing_email_subscribed: true,
  marketing_sms_subscribed: null,
  created_at: '2026-03-13T15:40:00.000Z',
  updated_at: '2026-03-14T09:12:30.250Z',
});

/** One item that takes effect and one that does not, so that a reader sees both. */
export const createExamples = {
  body: exampleOf(CreateInput, {
    items: [
      {
        client_item_id: 'crm-row-001',
        email: 'ada@example.com',
        first_name: 'Ada',
        company: 'Analytical Engines',
      },
      { client_item_id: 'crm-row-002', first_name: 'Nobody' },
    ],
    on_conflict: 'reject',
  }),
  response: exampleOf(BatchResult, {
    accepted: 1,
    rejected: 1,
    results: [
      {
        index: 0,
        client_item_id: 'crm-row-001',
        status: 'accepted',
        contact_id: CONTACT_ID,
      },
      {
        index: 1,
        client_item_id: 'crm-row-002',
        status: 'rejected',
        error: {
          code: 'invalid_item',
          message: 'Either email or phone is required',
          issues: [{ path: '', message: 'Either email or phone is required' }],
        },
      },
    ],
  }),
};

const oneAccepted = exampleOf(BatchResult, {
  accepted: 1,
  rejected: 0,
  results: [{ index: 0, status: 'accepted', contact_id: CONTACT_ID }],
});

export const updateExamples = {
  body: exampleOf(UpdateInput, {
    items: [{ contact_id: CONTACT_ID, lifecycle_stage: 'customer', company: null }],
  }),
  response: oneAccepted,
};

export const deleteExamples = {
  body: exampleOf(DeleteInput, { items: [{ email: 'ada@example.com' }] }),
  response: oneAccepted,
};
