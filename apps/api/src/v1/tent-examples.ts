import type { Examples } from '../rest/document/examples.ts';

// Held against the schemas of their operations by a test (openapi.test.ts).

export const TENT_ID = '0199c6a2-9a4b-7c5d-8e6f-70819203a4b5';
export const TEMPLATE_ID = 'tpl_01K6FZ3N8V6Q2W9C4D5E7T0XYA';
const GENERATION_ID = '01K6FZ4M2B8R5T1V7X9Z3C6E0G';
const ASSET_ID = '01K6FZ2J7H4K8N0Q3S6W9Y1B5D';
const PAGE_URL = 'http://localhost:3000/p/harbour-events/spring-launch';

const tent = {
  id: TENT_ID,
  name: 'Spring launch',
  status: 'completed',
  created_at: '2026-03-13T15:40:00.000Z',
  updated_at: '2026-03-13T15:40:21.480Z',
  generation_id: GENERATION_ID,
  publication: {
    status: 'published',
    published_url: PAGE_URL,
    requested_custom_page_alias: 'spring-launch',
    applied_custom_page_alias: 'spring-launch',
  },
};

export const createTentExamples: Examples = {
  body: {
    name: 'Spring launch',
    prompt: 'A landing page for our spring sale: hero, features, pricing, lead form.',
    include_brand: true,
    auto_publish: true,
    custom_page_alias: 'spring-launch',
  },
  response: { id: TENT_ID, status: 'pending', created_at: tent.created_at },
};

export const editTentExamples: Examples = {
  parameters: { tentId: TENT_ID },
  body: { prompt: 'Make the headline shorter and add a section with questions and answers.' },
  response: {
    id: TENT_ID,
    generation_id: GENERATION_ID,
    status: 'pending',
    updated_at: '2026-03-14T09:12:30.250Z',
  },
};

export const deleteTentExamples: Examples = {
  parameters: { tentId: TENT_ID },
  response: { message: 'Tent deleted successfully', tent_id: TENT_ID },
};

export const publishTentExamples: Examples = {
  parameters: { tentId: TENT_ID },
  body: { custom_page_alias: 'spring-launch' },
  response: {
    id: TENT_ID,
    updated_at: '2026-03-14T09:15:02.000Z',
    message: 'Tent published successfully',
    publication: tent.publication,
  },
};

export const unpublishTentExamples: Examples = {
  parameters: { tentId: TENT_ID },
  response: {
    id: TENT_ID,
    status: 'draft',
    updated_at: '2026-03-14T09:20:00.000Z',
    message: 'Tent unpublished successfully',
  },
};

export const getTentExamples: Examples = { parameters: { tentId: TENT_ID }, response: tent };

export const listTentsExamples: Examples = {
  parameters: { status: 'completed', limit: 10 },
  response: { data: [tent], next_cursor: null },
};

export const generationsExamples: Examples = {
  parameters: { tentId: TENT_ID, limit: 10 },
  response: {
    data: [
      {
        generation_id: GENERATION_ID,
        number: 1,
        kind: 'initial',
        status: 'completed',
        created_at: tent.created_at,
        completed_at: tent.updated_at,
      },
    ],
    next_cursor: null,
  },
};

export const uploadExamples: Examples = {
  parameters: { tentId: 'new' },
  response: {
    requested_tent_id: 'new',
    actual_tent_id: TENT_ID,
    asset_id: ASSET_ID,
    filename: 'logo.png',
    content_type: 'image/png',
    file_size: 18_204,
    uploaded_at: '2026-03-13T15:39:12.000Z',
  },
};

export const templatesExamples: Examples = {
  parameters: { approved: 'true', limit: 10 },
  response: {
    data: [
      {
        id: TEMPLATE_ID,
        name: 'Event invitation',
        approved: true,
        approved_at: '2026-03-01T10:00:00.000Z',
        placeholders: ['first_name', 'event', 'date'],
        created_at: '2026-02-27T16:05:00.000Z',
        updated_at: '2026-03-01T10:00:00.000Z',
      },
    ],
    next_cursor: null,
  },
};
