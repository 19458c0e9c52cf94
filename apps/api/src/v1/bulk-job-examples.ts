import type { Examples } from '../rest/document/examples.ts';
import { TEMPLATE_ID, TENT_ID } from './tent-examples.ts';

const BULK_JOB_ID = '01K6FZ5P9D2F6H8J1M4P7R0T3V';
const CREATED_AT = '2026-03-13T15:40:00.000Z';

export const createBulkJobExamples: Examples = {
  body: {
    template_id: TEMPLATE_ID,
    default_tent_name_prefix: 'Invitation',
    auto_publish: true,
    items: [
      {
        client_item_id: 'row-1',
        input_data: { first_name: 'Ada', event: 'Harbour night', date: '1 May' },
        custom_page_alias: 'ada',
      },
      { client_item_id: 'row-2', custom_page_alias: 'nobody' },
    ],
    metadata: { campaign: 'spring' },
  },
  response: {
    bulk_job_id: BULK_JOB_ID,
    status: 'accepted',
    template_id: TEMPLATE_ID,
    auto_publish: true,
    total: 2,
    accepted: 1,
    rejected: 1,
    items: [
      {
        index: 0,
        client_item_id: 'row-1',
        status: 'queued',
        tent_id: TENT_ID,
        tent_name: 'Invitation 1',
      },
      {
        index: 1,
        client_item_id: 'row-2',
        status: 'rejected',
        error: {
          code: 'invalid_item',
          message: 'At least one of input_data and instructions is required',
        },
      },
    ],
    credits: { charged: 1, refunded: 0, remaining: 96 },
    metadata: { campaign: 'spring' },
    created_at: CREATED_AT,
  },
};

const summary = {
  bulk_job_id: BULK_JOB_ID,
  status: 'completed',
  template_id: TEMPLATE_ID,
  auto_publish: true,
  total: 2,
  queued: 0,
  generating: 0,
  completed: 1,
  failed: 0,
  rejected: 1,
  credits: { charged: 1, refunded: 0, remaining: 96 },
  metadata: { campaign: 'spring' },
  created_at: CREATED_AT,
  updated_at: '2026-03-13T15:40:21.480Z',
};

export const getBulkJobExamples: Examples = {
  parameters: { bulkJobId: BULK_JOB_ID },
  response: {
    ...summary,
    items: [
      {
        index: 0,
        client_item_id: 'row-1',
        tent_id: TENT_ID,
        tent_name: 'Invitation 1',
        status: 'completed',
        publication_status: 'published',
        published_url: 'http://localhost:3000/p/harbour-events/ada',
      },
      {
        index: 1,
        client_item_id: 'row-2',
        status: 'rejected',
        error: {
          code: 'invalid_item',
          message: 'At least one of input_data and instructions is required',
        },
      },
    ],
  },
};

export const bulkJobsExamples: Examples = {
  parameters: { limit: 10 },
  response: { data: [summary], next_cursor: null },
};
