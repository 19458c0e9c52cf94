/** What every POST and DELETE accepts. */
export const IDEMPOTENCY_KEY = {
  in: 'header' as const,
  name: 'Idempotency-Key',
  required: false,
  description:
    'Makes the request safe to send again: for 24 hours the same key with the same method, path and body repeats the first answer, does nothing and charges nothing. 1 to 255 visible ASCII characters; a UUID for each thing you mean to do is a good choice.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  example: '8e03978e-40d5-43e8-bc93-6894a57f9324',
};
