import { PUBLIC_CODES } from './failures.ts';

/** The body of every error. */
export const ERROR_SCHEMA = {
  type: 'object' as const,
  description: 'The one shape of every error, on every path.',
  required: ['error', 'code', 'request_id'],
  properties: {
    error: { type: 'string' as const, description: 'What went wrong, for people.' },
    code: {
      type: 'string' as const,
      enum: PUBLIC_CODES,
      description: 'What went wrong, for programs.',
    },
    request_id: {
      type: 'string' as const,
      format: 'uuid',
      description: 'The `X-Request-Id` of the answer, and the id of its row in the usage log.',
    },
    details: {
      type: 'object' as const,
      description: 'Only where there is something to say.',
      properties: {
        credits_required: {
          type: 'integer' as const,
          description: 'With `insufficient_credits`: what the request costs.',
        },
        credits_remaining: {
          type: 'integer' as const,
          description: 'With `insufficient_credits`: what the month has left.',
        },
        issues: {
          type: 'array' as const,
          description: 'What is wrong with which field.',
          items: {
            type: 'object' as const,
            required: ['path', 'message'],
            properties: {
              path: {
                type: 'string' as const,
                description: 'Names and indexes, joined by dots: `items.0.email`.',
              },
              message: { type: 'string' as const, description: 'What is wrong with it.' },
            },
          },
        },
      },
    },
  },
};
